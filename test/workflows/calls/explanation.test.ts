import { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { isForHold } from '../../../workflows/contracts/keepers/hold.js';
import { holdReleased } from '../../../workflows/contracts/messages.js';
import type { JournalKind, RunState } from '../../../workflows/contracts/runs/run.js';
import { holdOf } from '../../support/in-memory-holds.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { creditsFunds, creditsOnce, sendsText, waitsTwoHours } from '../journeys/index.js';

const kit = useJourneyKit({ change: forOneCredit });

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

/** A line by its kind and the words that must stand in it, in this order. */
function line(kind: JournalKind, ...words: readonly string[]): string {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return expect.stringMatching(new RegExp(`^${kind}: .*${escaped.join('.*')}`)) as string;
}

/** On a busy machine, what is asked within a workflow task may be late, and is asked again: that is said, too. */
const isBusy = (one: string): boolean =>
  one.startsWith('waiting-answer: ') && one.includes('player-blocks') && !one.includes('503');

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
  await run.until((state) => state.waitingFor.some(isForHold));
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
  expect(lines(await run.end()).filter((one) => !isBusy(one))).toEqual([
    line('entered', 'player.referred'),
    line('stage', 'crediting'),
    line('called', 'credit-referrer'),
    line('held', 'credit-referrer', 'block', 'ops', 'destination:operator', 'maintenance'),
    line('released', 'destination:operator', 'olga'),
    line('waiting-answer', 'credit-referrer', 'block', 'player-blocks', '503'),
    line('guards-passed', 'credit-referrer', 'block'),
    line('limited', 'credit-referrer', '"credit-referrer per player"', '1.00 EUR'),
    line('attempt', 'credit-referrer', '1', 'unknown', '503'),
    line('asked', 'credit-referrer', 'unclear', '500', 'next at 20'),
    line('asked', 'credit-referrer', 'not-done', '200'),
    line('waiting', 'credit-referrer', 'next attempt at 20'),
    line('attempt', 'credit-referrer', '2', 'retry', '429', 'next at 20'),
    line('guards-passed', 'credit-referrer', 'block'),
    line('attempt', 'credit-referrer', '3', 'parked', '404'),
    line('parked', 'credit-referrer', 'person', '404'),
    line('resolved', 'retry', 'piet', 'o-1', 'they have put it right'),
    line('guards-passed', 'credit-referrer', 'block'),
    line('attempt', 'credit-referrer', '4', 'delivered', '200'),
    line('outcome', 'credit-referrer', 'delivered', '200'),
    line('limited', 'credit-referrer', 'counts', '"credit-referrer per player"'),
    line('ended', 'delivered', '200'),
  ]);
});

test('and of one that was not to be sent, by what', async () => {
  await kit.operator.setPlayer('excluded', { blocks: [{ active: true, type: 'Excluded' }] });
  const blocked = await kit.start(creditsOnce, { referrerId: 'anna' }, { playerId: 'excluded' });
  expect(lines(await blocked.end(), 'guards-passed', 'limited', 'attempt', 'outcome')).toEqual([
    line('outcome', 'credit-referrer', 'suppressed', 'guard block', 'player-blocks', 'Excluded'),
  ]);

  await atItsEnd(await kit.start(creditsFunds, { referrerId: 'anna' }, { playerId: 'rich' }));
  const limited = await kit.start(waitsTwoHours, { referrerId: 'anna' }, { playerId: 'rich' });
  expect(lines(await atItsEnd(limited), 'guards-passed', 'limited', 'attempt', 'outcome')).toEqual([
    line('guards-passed', 'credit-bonus-funds', 'block'),
    line('outcome', 'credit-bonus-funds', 'suppressed', '"credit-bonus-funds per player"', '1 of 1.50 EUR', '1.00'),
    line('limited', 'credit-bonus-funds', 'not count', '"credit-bonus-funds per player"'),
  ]);
});

test('by which clock its hours were counted, and by whom it was given up', async () => {
  await kit.operator.setPlayer('reachable', { consents: [{ type: 'sms', opted_in: true }] });
  await fault('/rcs/messages', 404);
  const run = await kit.start(sendsText, {}, { playerId: 'reachable' });
  await run.until((state) => state.parked.length > 0);
  await run.resolve({ decision: 'skip', moneyMoved: 'no', by: 'olga', note: 'stale' });
  expect(lines(await run.end(), 'guards-passed', 'resolved', 'outcome')).toEqual([
    line('guards-passed', 'send-sms', 'block', 'consent:sms', '00:00', '00:00', 'Europe/Malta', 'state.time_zone'),
    line('resolved', 'skip', 'olga', 'money moved: no', 'stale'),
    line('outcome', 'send-sms', 'abandoned', 'olga', 'money moved: no'),
  ]);
});
