import { Context } from '@temporalio/activity';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { timeOfDay } from '../../catalogue/send-conditions/local-clock.js';
import type { LedgerEntry } from '../../dev/operator/ledger.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import { type JourneyKit, startJourneyKit } from '../support/journey-kit.js';
import type { KitRun } from '../support/kit-run.js';
import { creditsFunds, creditsOnce, sendsBy, sendsText } from '../workflows/journeys/index.js';

const ZONE = 'Europe/Malta';
const HOUR = 3_600_000;
const CREDIT = '/bonus/credit/funds';
const FOR_EVER = 1_000_000;
const DOWN = { status: 503, headers: { 'retry-after': '3600' } };
const EXCLUDED = { blocks: [{ type: 'Excluded' as const, active: true }] };

let kit: JourneyKit;
beforeAll(async () => {
  // Breakers live through the night that is skipped.
  kit = await startJourneyKit({
    change: staleSoon,
    now: () => Context.current().info.currentAttemptScheduledTimestampMs,
  });
});
afterAll(() => kit.close());

/** Text messages are worth nothing after four hours. */
function staleSoon(brand: BrandCatalogue): BrandCatalogue {
  const actions = [...brand.actions].map(
    ([name, action]) => [name, name === 'send-sms' ? { ...action, expires: 4 * HOUR } : action] as const,
  );
  return { ...brand, actions: new Map(actions) };
}

const KINDS = ['reconcile', 'once', 'promotion', 'text', 'funds'] as const;
type Kind = (typeof KINDS)[number];

/** A call that waits through the night: when it was decided, and whether its player is excluded at 03:00. */
interface Waiting {
  readonly kind: Kind;
  readonly decided: 'before the outage' | 'at night';
  readonly excluded: boolean;
  readonly run: KitRun;
}

async function begin(kind: Kind): Promise<KitRun> {
  switch (kind) {
    case 'funds':
      return kit.start(creditsFunds, { referrerId: 'anna' });
    case 'reconcile':
      return kit.start(creditsOnce, { referrerId: 'anna' });
    case 'once':
      return kit.start(creditsOnce, { referrerId: 'anna' }, { brand: 'royal' });
    case 'text':
      return kit.start(sendsText, {});
    case 'promotion':
      return kit.start(sendsBy, {}, { settings: { action: 'send-promotion' } });
  }
}

/** At night, of each kind, one whose player stays, and one whose player is excluded. */
async function decideAtNight(): Promise<Waiting[]> {
  const all = KINDS.flatMap((kind) =>
    [true, false].map(async (excluded): Promise<Waiting> => {
      return { kind, decided: 'at night', excluded, run: await begin(kind) };
    }),
  );
  return Promise.all(all);
}

/** Lets time pass until clocks in Malta show so many hours after midnight. */
async function sleepUntil(hours: number): Promise<void> {
  const now = timeOfDay(ZONE, await kit.env.currentTimeMs());
  await kit.sleep((hours * HOUR - now + 24 * HOUR) % (24 * HOUR));
}

/** What became of a call by noon: its outcome, how often the operator has done it, and when it ended, in hours of the day. */
interface Stands {
  readonly became: string;
  readonly done: number;
  readonly hour: number;
}

function standing({ run }: Waiting, state: RunState, ledger: readonly LedgerEntry[]): Stands {
  const last = state.journal.findLast(({ what }) => what === 'outcome' || what === 'parked');
  return {
    became: `${state.calls[0]?.status}: ${last?.text}`,
    done: ledger.filter(({ user }) => user === run.playerId).length,
    hour: timeOfDay(ZONE, Date.parse(last?.at ?? '')) / HOUR,
  };
}

const BLOCKED = /^suppressed: .* the guard block: .*Excluded$/;
const NOT_AGAIN = /^parked: .* may have arrived, and it is not sent again: the guard block: .*Excluded$/;
const DELIVERED = /^delivered: .*: Success is true$/;
const FOUND = /^delivered: .* found done/;
const EXPIRED = /^abandoned: .* expired$/;
const PARKED = /^parked: .* not sent again, since it is once/;

/** What became of the calls of a kind, by when they were decided and whether their player was excluded; how often done. */
const ROWS: readonly (readonly [Kind, Waiting['decided'], 'stays' | 'excluded', readonly RegExp[], number])[] = [
  ['funds', 'before the outage', 'stays', [DELIVERED], 1],
  ['funds', 'before the outage', 'excluded', [NOT_AGAIN], 1],
  ['reconcile', 'before the outage', 'stays', [FOUND], 1],
  ['reconcile', 'before the outage', 'excluded', [FOUND], 1],
  ['once', 'before the outage', 'stays', [PARKED], 1],
  ['once', 'before the outage', 'excluded', [PARKED], 1],
  ['text', 'before the outage', 'stays', [DELIVERED], 1],
  ['text', 'before the outage', 'excluded', [NOT_AGAIN], 0],
  ['promotion', 'before the outage', 'stays', [DELIVERED], 1],
  ['promotion', 'before the outage', 'excluded', [BLOCKED], 0],
  ['funds', 'at night', 'stays', [DELIVERED, DELIVERED, DELIVERED], 1],
  ['funds', 'at night', 'excluded', [BLOCKED, BLOCKED, BLOCKED], 0],
  ['reconcile', 'at night', 'stays', [DELIVERED, DELIVERED, DELIVERED], 1],
  ['reconcile', 'at night', 'excluded', [BLOCKED, BLOCKED, BLOCKED], 0],
  ['once', 'at night', 'stays', [DELIVERED, DELIVERED, DELIVERED], 1],
  ['once', 'at night', 'excluded', [BLOCKED, BLOCKED, BLOCKED], 0],
  ['text', 'at night', 'stays', [EXPIRED, EXPIRED, DELIVERED], 1],
  ['text', 'at night', 'excluded', [BLOCKED, BLOCKED, BLOCKED], 0],
  ['promotion', 'at night', 'stays', [DELIVERED, DELIVERED, DELIVERED], 1],
  ['promotion', 'at night', 'excluded', [BLOCKED, BLOCKED, BLOCKED], 0],
];

/** When the calls of a night are decided, in hours of the day. */
const NIGHT = [22, 1, 2.5];

/**
 * One call after the other, so that each makes its first attempt before the breaker opens: what a guard answers closes it
 * again. Those that try again soon come last.
 */
async function goDown(): Promise<Waiting[]> {
  // The money moves and nobody hears of it.
  await kit.operator.fault({ path: CREDIT, times: FOR_EVER, answer: { cut: 'after-processing' } });
  await kit.operator.fault({ path: '/grants/*', times: FOR_EVER, answer: DOWN });
  await kit.operator.fault({ path: '/rcs/messages', times: FOR_EVER, answer: DOWN });
  const waiting: Waiting[] = [];
  for (const kind of KINDS) {
    for (const excluded of [true, false]) {
      const run = await begin(kind);
      await run.until(({ calls, waitingFor }) =>
        kind === 'promotion' ? waitingFor.includes('a timer') : calls[0]?.attempts === 1,
      );
      waiting.push({ kind, decided: 'before the outage', excluded, run });
    }
  }
  await kit.operator.fault({ path: '/*', times: FOR_EVER, answer: DOWN });
  return waiting;
}

async function comeUp(): Promise<void> {
  for (const path of ['/*', CREDIT, '/grants/*', '/rcs/messages']) await kit.operator.fault({ path, times: 0 });
}

let waiting: Waiting[];

beforeAll(async () => {
  await sleepUntil(21.5);
  waiting = await goDown();
  for (const hour of NIGHT) {
    await sleepUntil(hour);
    waiting.push(...(await decideAtNight()));
  }
  await sleepUntil(3);
  for (const { run, excluded } of waiting) if (excluded) await kit.operator.setPlayer(run.playerId, EXCLUDED);
  await sleepUntil(5);
  await comeUp();
  await sleepUntil(12);
}, 240_000);

test.each(ROWS)('%s, decided %s, its player %s', async (kind, decided, player, became, done) => {
  const isExcluded = player === 'excluded';
  const meant = waiting.filter((one) => one.kind === kind && one.decided === decided && one.excluded === isExcluded);
  const ledger = await kit.operator.ledger();
  const stands = await Promise.all(meant.map(async (one) => standing(one, await one.run.state(), ledger)));
  expect(stands.map((one) => one.became)).toEqual(became.map((one) => expect.stringMatching(one) as string));
  for (const one of stands) {
    expect(one.done).toBe(one.became.startsWith('abandoned') ? 0 : done);
    if (kind === 'promotion') expect(one.hour).toBeGreaterThanOrEqual(9);
  }
});
