import { Client } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/catalogue.js';
import { holdReleased } from '../../../workflows/contracts/messages.js';
import type { JournalKind, RunState } from '../../../workflows/contracts/run.js';
import { holdOf } from '../../support/in-memory-holds.js';
import { type JourneyKit, startJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { creditsFunds, creditsOnce, sendsText, waitsTwoHours } from '../journeys/index.js';

let kit: JourneyKit;
beforeAll(async () => {
  kit = await startJourneyKit({ change: forOneCredit });
});
beforeEach(() => kit.reset());
afterAll(() => kit.close());

/** One credit of a euro is all that a player may get. Text messages may leave at any hour, which is said. */
function forOneCredit(brand: BrandCatalogue): BrandCatalogue {
  const { actions } = brand;
  const [credit, text] = [actions.get('credit-bonus-funds'), actions.get('send-sms')];
  if (!credit?.limits || !text) throw new Error('the samples have other actions');
  const limits = credit.limits.map((limit) => ({ ...limit, money: { EUR: '1.50' } }));
  const allowedHours = { from: '00:00', until: '00:00', outside: 'wait', timeZone: 'state.time_zone' } as const;
  const changed = [
    ['credit-bonus-funds', { ...credit, limits }],
    ['send-sms', { ...text, allowedHours }],
  ] as const;
  return { ...brand, actions: new Map([...actions, ...changed]) };
}

/** What people read of some kinds in a journal, or all of it; with an ellipsis in the place of each instant. */
function told({ journal }: RunState, ...kinds: JournalKind[]): string[] {
  const lines = journal.filter(({ what }) => kinds.length === 0 || kinds.includes(what));
  return lines.map(({ what, text }) => `${what}: ${text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')}`);
}

/** On a busy machine, what is asked within a workflow task may be late, and is asked again: that is said, too. */
const isBusy = (line: string): boolean => line.includes('waits for an answer') && !line.includes('status 503');

/** Without skipping time: on this server, the keeper of a limit that waits for nothing times out after ten years. */
function atItsEnd({ id }: KitRun): Promise<RunState> {
  return new Client({ connection: kit.env.connection }).workflow.getHandle(id).result() as Promise<RunState>;
}

const credit = '/bonus/credit/funds';
const fault = (path: string, status: number, headers: Record<string, string> = {}) =>
  kit.operator.fault({ path, times: 1, answer: { status, headers } });

test('the journal of a run tells all that became of its call, and who decided', async () => {
  await kit.operator.fault({ path: '/userblocks/*', times: 2, answer: { status: 503 } });
  await kit.holds.trip('lucky', holdOf('destination', 'operator'));
  const run = await kit.start(creditsOnce, { referrerId: 'anna' });
  await run.until((state) => state.waitingFor.includes('a hold'));
  await fault(credit, 503);
  await fault('/grants/*', 500);
  await fault(credit, 429, { 'retry-after': '600' });
  await fault(credit, 404);
  kit.holds.release('lucky');
  const released = { id: 'destination:operator', scope: 'destination', name: 'operator', by: 'olga' } as const;
  await run.handle.signal(holdReleased, released);
  await kit.sleep('1 hour');
  await run.until((state) => state.parked.length > 0);
  await run.resolve({ decision: 'retry', by: 'piet', note: 'they have put it right', order: 'o-1' });
  expect(told(await run.end()).filter((line) => !isBusy(line))).toEqual([
    'entered: by player.referred',
    'stage: crediting',
    'called: credit-referrer',
    "held: credit-referrer waits for an answer: the guard block can't be asked: the lookup player-blocks has no answer: answered with status 503",
    'cleared: credit-referrer: let pass by the guard block',
    'limited: credit-referrer: takes its place under the limit "credit-referrer per player", for 1.00 EUR',
    'attempt: credit-referrer: not-sent, held by ops (destination:operator): maintenance',
    'held: credit-referrer waits: held by ops (destination:operator): maintenance',
    'released: the hold destination:operator is released by olga',
    'attempt: credit-referrer attempt 1: unknown, 503: it may have been processed',
    'asked: credit-referrer: unclear, 500: matches neither done nor notDone, asked next at …',
    'asked: credit-referrer: not-done, 200: matches notDone',
    'waiting: credit-referrer: next attempt at …',
    'attempt: credit-referrer attempt 2: retry, 429: too many requests, not processed, next at …',
    'cleared: credit-referrer: let pass by the guard block',
    'attempt: credit-referrer attempt 3: parked, 404: more likely a wrong set-up than an answer about this player',
    'parked: credit-referrer of 1.00 EUR waits for a person: 404: more likely a wrong set-up than an answer about this player',
    'resolved: resolved as retry by piet, order o-1: they have put it right',
    'cleared: credit-referrer: let pass by the guard block',
    'attempt: credit-referrer attempt 4: delivered, 200: Success is true',
    'outcome: credit-referrer of 1.00 EUR: delivered, 200: Success is true',
    'limited: credit-referrer: counts under the limit "credit-referrer per player"',
    'ended: delivered: 200: Success is true',
  ]);
});

test('and of one that was not to be sent, by what', async () => {
  await kit.operator.setPlayer('excluded', { blocks: [{ active: true, type: 'Excluded' }] });
  const blocked = await kit.start(creditsOnce, { referrerId: 'anna' }, { playerId: 'excluded' });
  expect(told(await blocked.end(), 'cleared', 'limited', 'attempt', 'outcome')).toEqual([
    'outcome: credit-referrer: suppressed, the guard block: player-blocks says active: true, type: Excluded',
  ]);

  await atItsEnd(await kit.start(creditsFunds, { referrerId: 'anna' }, { playerId: 'rich' }));
  const limited = await kit.start(waitsTwoHours, { referrerId: 'anna' }, { playerId: 'rich' });
  expect(told(await atItsEnd(limited), 'cleared', 'limited', 'attempt', 'outcome')).toEqual([
    'cleared: credit-bonus-funds: let pass by the guard block',
    'outcome: credit-bonus-funds of 1.00 EUR: suppressed, credit-bonus-funds per player: the limit "credit-bonus-funds per player" is full: 1 of 1.50 EUR ever in 1 call; this one is 1.00',
    'limited: credit-bonus-funds: does not count under the limit "credit-bonus-funds per player"',
  ]);
});

test('by which clock its hours were counted, and by whom it was given up', async () => {
  await kit.operator.setPlayer('reachable', { consents: [{ type: 'sms', opted_in: true }] });
  await fault('/rcs/messages', 404);
  const run = await kit.start(sendsText, {}, { playerId: 'reachable' });
  await run.until((state) => state.parked.length > 0);
  await run.resolve({ decision: 'skip', moneyMoved: 'no', by: 'olga', note: 'stale' });
  expect(told(await run.end(), 'cleared', 'resolved', 'outcome')).toEqual([
    "cleared: send-sms: let pass by the guard block; let pass by the guard consent:sms; within its hours, 00:00 to 00:00 in Europe/Malta, the brand's zone, since state.time_zone names none",
    'resolved: resolved as skip by olga, money moved: no: stale',
    'outcome: send-sms: abandoned, skipped by olga, money moved: no',
  ]);
});
