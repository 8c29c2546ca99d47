import { expect, test } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import type { Fault } from '../../../dev/operator/control-schemas.js';
import type { AttemptClass, DeliveryMode } from '../../../workflows/contracts/calls/call.js';
import { isForHold } from '../../../workflows/contracts/keepers/hold.js';
import { useJourneyKit } from '../../support/journey-kit.js';
import { creditsFunds, creditsOnce } from '../journeys/index.js';

/** An answer that takes longer than this is none. Milliseconds. */
const TIMEOUT = 1_000;

const kit = useJourneyKit({ change: impatient });

function impatient(brand: BrandCatalogue): BrandCatalogue {
  const destinations = [...brand.destinations].map(([name, one]) => [name, { ...one, timeout: TIMEOUT }] as const);
  return { ...brand, destinations: new Map(destinations) };
}

/** The same credit by each mode: an endpoint that honours the key, one that can be asked, and one that does neither. */
const MODES = {
  idempotent: { journey: creditsFunds, brand: 'lucky' },
  reconcile: { journey: creditsOnce, brand: 'lucky' },
  once: { journey: creditsOnce, brand: 'royal' },
} as const satisfies Record<DeliveryMode, unknown>;

/** How a call stands after ten minutes, the requests that left for it, and how often the operator has paid. */
type Expected = `${'delivered' | 'refused' | 'parked' | 'held'}, ${number} sent, ${number} paid`;

const html = { headers: { 'content-type': 'text/html' }, body: '<html><body>Welcome</body></html>' };
const again = ['delivered, 2 sent, 1 paid', 'delivered, 2 sent, 1 paid', 'parked, 1 sent, 0 paid'] as const;
const refused = ['refused, 1 sent, 0 paid', 'refused, 1 sent, 0 paid', 'refused, 1 sent, 0 paid'] as const;
const taken = ['delivered, 1 sent, 0 paid', 'delivered, 1 sent, 0 paid', 'delivered, 1 sent, 0 paid'] as const;
const parked = ['parked, 1 sent, 0 paid', 'parked, 1 sent, 0 paid', 'parked, 1 sent, 0 paid'] as const;
const held = ['held, 1 sent, 0 paid', 'held, 1 sent, 0 paid', 'parked, 1 sent, 0 paid'] as const;
const heard = ['delivered, 2 sent, 1 paid', 'delivered, 1 sent, 1 paid', 'parked, 1 sent, 1 paid'] as const;

/** What the operator does once, the class of that attempt, and what comes of it by idempotent, reconcile and once. */
const ROWS: readonly (readonly [string, Fault['answer'], AttemptClass, readonly [Expected, Expected, Expected]])[] = [
  ['200 with Success: false', { status: 200, body: { Success: false } }, 'refused', refused],
  ['200 with HTML', { status: 200, ...html }, 'unknown', again],
  ['200 with nothing', { status: 200, body: '' }, 'delivered', taken],
  ['204', { status: 204, body: '' }, 'delivered', taken],
  ['301', { status: 301, headers: { location: '/elsewhere' } }, 'parked', parked],
  ['400', { status: 400 }, 'refused', refused],
  ['401', { status: 401 }, 'held', held],
  ['403', { status: 403 }, 'held', held],
  ['404', { status: 404 }, 'parked', parked],
  ['405', { status: 405 }, 'parked', parked],
  ['408', { status: 408 }, 'unknown', again],
  ['409', { status: 409 }, 'refused', refused],
  ['410', { status: 410 }, 'refused', refused],
  ['422', { status: 422 }, 'refused', refused],
  ['425', { status: 425 }, 'retry', again],
  ['429', { status: 429 }, 'retry', again],
  ['500', { status: 500 }, 'unknown', again],
  ['500 with Success: false', { status: 500, body: { Success: false } }, 'unknown', again],
  ['503', { status: 503 }, 'unknown', again],
  ['503 with Retry-After', { status: 503, headers: { 'retry-after': '30' } }, 'unknown', again],
  ['a reset before the answer', { cut: 'before-headers' }, 'unknown', again],
  ['half an answer', { cut: 'mid-body' }, 'unknown', heard],
  ['an answer that comes too late', { delayMs: 3 * TIMEOUT, status: 500 }, 'unknown', again],
  ['a credit that nobody heard of', { cut: 'after-processing' }, 'unknown', heard],
];

const CASES = ROWS.flatMap(([row, answer, kind, all]) =>
  (['idempotent', 'reconcile', 'once'] as const).map((mode, index) => {
    const expected = all[index] ?? 'parked, 0 sent, 0 paid';
    return { row, answer, kind, mode, expected };
  }),
);

test.each(CASES)('$row, $mode: $expected', async ({ answer, kind, mode, expected }) => {
  const { journey, brand } = MODES[mode];
  // The key is honoured only where the mode relies on it: a second request would pay a second time.
  await kit.operator.settings({ honourIdempotencyKey: mode === 'idempotent' });
  await kit.operator.fault({ path: '/bonus/credit/funds', times: 1, answer });
  const run = await kit.start(journey, { referrerId: 'anna' }, { brand });
  await kit.sleep('10 minutes');

  const state = await run.state();
  const sent = await run.sent();
  const paid = (await kit.operator.ledger()).filter(({ user }) => user === run.playerId);
  const stands =
    state.calls[0]?.status === 'open' && state.waitingFor.some(isForHold) ? 'held' : state.calls[0]?.status;
  expect(`${stands ?? 'nothing'}, ${sent.length} sent, ${paid.length} paid`).toBe(expected);
  expect(state.journal.find(({ what }) => what === 'attempt')?.detail).toMatchObject({ class: kind });
  expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(sent.map(({ rawBody }) => rawBody)).size).toBe(1);
  expect(state.parked.map(({ maybeSent }) => maybeSent)).toEqual(stands === 'parked' ? [kind === 'unknown'] : []);
  const risky = kind === 'unknown' && mode !== 'idempotent';
  expect(state.parked.map(({ acknowledge }) => acknowledge)).toEqual(
    stands === 'parked' ? [risky ? 'may-pay-twice' : null] : [],
  );
  if (state.outcome === null) await run.cancel();
});
