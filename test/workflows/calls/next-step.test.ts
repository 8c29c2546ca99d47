import { describe, expect, it } from 'vitest';
import {
  afterAttempt,
  type NextStep,
  settle,
  settledByPerson,
  whenBlocked,
  whenPatienceEnds,
} from '../../../workflows/calls/next-step.js';
import type {
  AttemptClass,
  AttemptReport,
  DeliveryMode,
  Effect,
  PreparedCall,
  WhenPatienceEnds,
} from '../../../workflows/contracts/calls/call.js';
import type { Blocked } from '../../../workflows/contracts/calls/recheck.js';
import { limitedCall } from '../../support/limited-call.js';

const MODES: readonly DeliveryMode[] = ['idempotent', 'reconcile', 'once'];
const EFFECTS: readonly Effect[] = ['money', 'message', 'data'];
const BOOLEANS = [false, true] as const;
const STATUS = { path: '/grants/wp_x', done: [], notDone: [], after: 1, patience: 1 } as const;
const BLOCKS = {
  suppressed: { kind: 'suppressed', by: 'block', reason: 'is barred' },
  later: { kind: 'later', until: '2026-01-01T09:00:00.000Z', reason: 'outside its hours' },
  held: { kind: 'held', hold: 'auto:operator', reason: 'was refused' },
} as const satisfies Record<Blocked['kind'], Blocked>;

/** The next step in one word: its kind, with what a reader of the table must tell apart. */
type Word =
  | 'send'
  | 'again'
  | 'park'
  | 'park: set-up'
  | 'ask'
  | 'ask: blocked'
  | `wait: ${'later' | 'held'}`
  | `${'delivered' | 'refused' | 'suppressed' | 'abandoned'}: ${'counts' | 'free'}`;

function wordOf(next: NextStep): Word {
  switch (next.do) {
    case 'park':
      return next.setUp ? 'park: set-up' : 'park';
    case 'ask':
      return next.blocked === null ? 'ask' : 'ask: blocked';
    case 'wait':
      return `wait: ${next.blocked.kind}`;
    case 'settle':
      return `${next.settled.outcome}: ${next.settled.counts ? 'counts' : 'free'}`;
    default:
      return next.do;
  }
}

/** A call of that mode; `reconcile` has a status lookup, the others have none. */
function callOf(mode: DeliveryMode, change: Partial<PreparedCall> = {}): PreparedCall {
  return { ...limitedCall('wp_x', []), mode, ...(mode === 'reconcile' ? { status: STATUS } : {}), ...change };
}

function reportOf(attempt: AttemptClass, status: number | null, change: Partial<AttemptReport> = {}): AttemptReport {
  const at = '2026-01-01T00:00:00.000Z';
  return { class: attempt, reason: 'because', status, answer: { id: 7 }, retryAfter: null, at, took: 1, ...change };
}

type Row = readonly [AttemptClass, number | null, ...(readonly [idempotent: Word, reconcile: Word, once: Word])];

describe('an attempt leads, by class and mode, to', () => {
  const rows: readonly Row[] = [
    ['delivered', 200, 'delivered: counts', 'delivered: counts', 'delivered: counts'],
    ['refused', 422, 'refused: free', 'refused: free', 'refused: free'],
    ['retry', null, 'again', 'again', 'again'],
    ['retry', 425, 'again', 'again', 'park'],
    ['retry', 429, 'again', 'again', 'park'],
    ['unknown', null, 'again', 'ask', 'park'],
    ['unknown', 503, 'again', 'ask', 'park'],
    ['parked', null, 'park: set-up', 'park: set-up', 'park: set-up'],
    ['parked', 404, 'park: set-up', 'park: set-up', 'park: set-up'],
    ['held', null, 'wait: held', 'wait: held', 'wait: held'],
    ['held', 401, 'wait: held', 'wait: held', 'park: set-up'],
    ['not-sent', null, 'again', 'again', 'again'],
  ];
  // Of these, the effect changes nothing, and neither does an earlier attempt that may have arrived.
  const cases = rows.flatMap(([attempt, status, ...words]) =>
    MODES.map((mode, index) => ({ attempt, status, mode, expected: words[index] })),
  );

  it.each(cases)('$attempt ($status), $mode: $expected', ({ attempt, status, mode, expected }) => {
    for (const effect of EFFECTS) {
      for (const maybeSent of BOOLEANS) {
        const next = afterAttempt(reportOf(attempt, status), callOf(mode, { effect }), { maybeSent });
        expect(wordOf(next), `${effect}, maybe sent: ${maybeSent}`).toBe(expected);
      }
    }
  });

  it('the status lookup only where there is one', () => {
    const next = afterAttempt(reportOf('unknown', 503), withoutStatus(callOf('reconcile')), { maybeSent: true });
    expect(wordOf(next)).toBe('park');
  });

  it('a person where a later build has named the class', () => {
    const next = afterAttempt(reportOf('teleported' as AttemptClass, null), callOf('idempotent'), { maybeSent: false });
    expect(next).toMatchObject({ do: 'park', setUp: false, reason: expect.stringContaining('teleported') as unknown });
  });

  it('a step that carries what came back', () => {
    const known = { maybeSent: true };
    const delivered = afterAttempt(reportOf('delivered', 200), callOf('once'), known);
    expect(delivered).toEqual(settle('delivered', 'because', true, { id: 7 }));
    const refused = afterAttempt(reportOf('refused', 400), callOf('once'), known);
    expect(refused).toEqual(settle('refused', 'because', false, { id: 7 }));
    const report = reportOf('retry', 429, { retryAfter: 5 });
    expect(afterAttempt(report, callOf('idempotent'), known)).toEqual({ do: 'again', reason: 'because', report });
    expect(afterAttempt(reportOf('held', 403), callOf('idempotent'), known)).toMatchObject({
      blocked: { kind: 'held', reason: 'because' },
    });
  });
});

describe('409 is its duplicate as likely as a refusal', () => {
  const cases = EFFECTS.flatMap((effect) =>
    BOOLEANS.flatMap((maybeSent) =>
      ([undefined, false, true] as const).map((duplicateIsDelivered) => ({ effect, maybeSent, duplicateIsDelivered })),
    ),
  );
  it.each(cases)('$effect, maybe sent: $maybeSent, the action says: $duplicateIsDelivered', (one) => {
    const { effect, maybeSent, duplicateIsDelivered } = one;
    const answers = duplicateIsDelivered === undefined ? {} : { duplicateIsDelivered };
    const asks = effect === 'money' && maybeSent && duplicateIsDelivered === undefined;
    for (const mode of MODES) {
      const next = afterAttempt(reportOf('refused', 409), callOf(mode, { effect, answers }), { maybeSent });
      expect(wordOf(next), mode).toBe(asks ? 'park' : 'refused: free');
    }
  });
});

describe('a call that may not be sent now', () => {
  type BlockedRow = readonly [Blocked['kind'], boolean, ...(readonly [Word, Word, Word])];
  const rows: readonly BlockedRow[] = [
    ['suppressed', false, 'suppressed: free', 'suppressed: free', 'suppressed: free'],
    ['suppressed', true, 'park', 'ask: blocked', 'park'],
    ['later', false, 'wait: later', 'wait: later', 'wait: later'],
    ['later', true, 'wait: later', 'wait: later', 'wait: later'],
    ['held', false, 'wait: held', 'wait: held', 'wait: held'],
    ['held', true, 'wait: held', 'wait: held', 'wait: held'],
  ];
  const cases = rows.flatMap(([kind, maybeSent, ...words]) =>
    MODES.map((mode, index) => ({ kind, maybeSent, mode, expected: words[index] })),
  );

  it.each(cases)('$kind, maybe sent: $maybeSent, $mode: $expected', ({ kind, maybeSent, mode, expected }) => {
    for (const effect of EFFECTS) {
      const call = callOf(mode, { effect });
      const next = whenBlocked(BLOCKS[kind], call, { maybeSent });
      expect(wordOf(next), effect).toBe(expected);
      // Found out just before the request or before the attempt: the same.
      const report = reportOf('not-sent', null, { blocked: BLOCKS[kind] });
      expect(afterAttempt(report, call, { maybeSent }), effect).toEqual(next);
    }
  });

  it('waits for just what blocks it, and names what suppresses it', () => {
    const call = callOf('idempotent');
    expect(whenBlocked(BLOCKS.later, call, { maybeSent: true })).toEqual({ do: 'wait', blocked: BLOCKS.later });
    expect(whenBlocked(BLOCKS.held, call, { maybeSent: false })).toEqual({ do: 'wait', blocked: BLOCKS.held });
    const suppressed = whenBlocked(BLOCKS.suppressed, call, { maybeSent: false });
    expect(suppressed).toEqual(settle('suppressed', 'block: is barred', false));
  });
});

describe('at the end of its patience a call is', () => {
  const cases = EFFECTS.flatMap((effect) =>
    (['park', 'abandon'] as const satisfies readonly WhenPatienceEnds[]).flatMap((whenItEnds) =>
      BOOLEANS.map((maybeSent) => {
        const gives = effect !== 'money' && whenItEnds === 'abandon' && !maybeSent;
        const expected: Word = gives ? 'abandoned: free' : 'park';
        return { effect, whenItEnds, maybeSent, expected };
      }),
    ),
  );

  it.each(cases)('$expected: $effect, $whenItEnds, maybe sent: $maybeSent', (one) => {
    for (const mode of MODES) {
      const call = callOf(mode, { effect: one.effect, whenPatienceEnds: one.whenItEnds });
      const next = whenPatienceEnds('no answer', call, { maybeSent: one.maybeSent });
      expect(wordOf(next), mode).toBe(one.expected);
    }
  });
});

describe('a person settles it', () => {
  const by = { callKey: 'wp_x', by: 'dana' } as const;

  it.each([
    ['delivered, with the reference', { decision: 'delivered', reference: 'grant 4711' }, 'delivered', true],
    ['delivered', { decision: 'delivered' }, 'delivered', true],
    ['skip', { decision: 'skip' }, 'abandoned', false],
    ['skip, no money moved', { decision: 'skip', moneyMoved: 'no' }, 'abandoned', false],
    ['skip, money may have moved', { decision: 'skip', moneyMoved: 'unknown' }, 'abandoned', true],
  ] as const)('by %s', (_, said, outcome, counts) => {
    const settled = settledByPerson({ ...by, ...said });
    const answer = 'reference' in said ? said.reference : null;
    expect(settled).toMatchObject({ outcome, counts, answer });
    expect(settled.reason).toContain('by dana');
  });
});

function withoutStatus(call: PreparedCall): PreparedCall {
  const { status: _, ...rest } = call;
  return rest;
}
