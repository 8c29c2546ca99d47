import { describe, expect, test } from 'vitest';
import { holdReleased } from '../../../workflows/contracts/messages.js';
import { referAFriend } from '../../../workflows/journeys/refer-a-friend.js';
import { lines, useJourneyKit } from '../../support/journey-kit.js';
import type { KitRun } from '../../support/kit-run.js';
import { creditsFunds, creditsOnce } from '../journeys/index.js';

const kit = useJourneyKit();

const CREDIT = '/bonus/credit/funds';
const risk = { decision: 'retry', acknowledge: 'may-pay-twice' } as const;
const referral = { referrerId: 'anna' };

const fault = (answer: object, times = 1, path = CREDIT) => kit.operator.fault({ path, times, answer });
const parked = (run: KitRun, attempts = 1) => run.until((state) => state.parked[0]?.attempts === attempts);
const details = async ({ handle }: KitRun) =>
  (await handle.query<{ currentDetails: string }>('__temporal_workflow_metadata')).currentDetails;

/** A run of royal, which sends money once: its operator has paid, and nobody has heard. */
async function paidUnheard(): Promise<KitRun> {
  await kit.operator.settings({ honourIdempotencyKey: false });
  await fault({ cut: 'after-processing' });
  const run = await kit.start(creditsOnce, referral, { brand: 'royal' });
  await parked(run);
  return run;
}

const refused = (field: string, ...told: string[]) => ({
  cause: {
    type: 'DecisionNotPossible',
    details: [field],
    message: expect.stringMatching(told.join('.*')),
  },
});

describe('retry of money that may have arrived', () => {
  test('is refused in once until it is acknowledged that it may pay twice, and the refusal says whom and what', async () => {
    const run = await paidUnheard();
    await expect(run.resolve({ decision: 'retry' })).rejects.toMatchObject(
      refused('acknowledge', run.playerId, '1.00 EUR twice', 'may-pay-twice'),
    );
    await expect(run.resolve({ decision: 'retry', acknowledge: 'yes' as 'may-pay-twice' })).rejects.toMatchObject(
      refused('acknowledge', 'must be may-pay-twice'),
    );
    await expect(run.resolve({ ...risk, decision: 'skip' })).rejects.toMatchObject(
      refused('acknowledge', 'goes with retry alone'),
    );
    expect(await run.sent()).toHaveLength(1);
    await run.resolve(risk);
    const state = await run.end();
    expect(lines(state, 'resolved')).toEqual(['resolved: resolved as retry by tester, acknowledged: may-pay-twice']);
    expect(await kit.operator.ledger()).toHaveLength(2);
  });

  test('is refused in reconcile where the status is not clear', async () => {
    await fault({ cut: 'after-processing' });
    await fault({ status: 500 }, 10_000, '/grants/*');
    const run = await kit.start(creditsOnce, referral);
    await kit.sleep('77 hours');
    await parked(run);
    await expect(run.resolve({ decision: 'retry' })).rejects.toMatchObject(refused('acknowledge', '1.00 EUR twice'));
    await run.resolve({ decision: 'delivered' });
    await run.end();
  });

  test('needs no word in reconcile once the status was clear: not done', async () => {
    await fault({ cut: 'before-headers' });
    await fault({ status: 404 });
    const run = await kit.start(creditsOnce, referral);
    await kit.sleep('1 hour');
    expect((await parked(run, 2)).parked).toMatchObject([{ maybeSent: false, acknowledge: null }]);
    await run.resolve({ decision: 'retry' });
    expect((await run.end()).outcome).toMatch(/^delivered/);
  });

  test('needs no word in idempotent, and one that is given all the same does no harm', async () => {
    await fault({ status: 503 }, 10_000);
    const run = await kit.start(creditsFunds, referral);
    await kit.sleep('80 hours');
    const [call] = (await run.until((state) => state.parked.length > 0)).parked;
    expect(call).toMatchObject({ maybeSent: true, acknowledge: null });
    await fault({}, 0);
    await run.resolve(risk);
    expect((await run.end()).outcome).toMatch(/^delivered/);
  });
});

test('the release of a hold sends nothing again that may have been paid', async () => {
  const run = await paidUnheard();
  await fault({ status: 403 });
  await run.resolve(risk);
  await parked(run, 2);
  const released = { id: 'h', scope: 'destination', name: 'operator', by: 'olga' } as const;
  await run.handle.signal(holdReleased, released);
  const state = await run.until(({ journal }) => journal.some(({ what }) => what === 'released'));
  expect(state.parked).toMatchObject([{ attempts: 2, setUp: true, acknowledge: 'may-pay-twice' }]);
  expect(lines(state, 'released')).toEqual([
    'released: credit-referrer is not sent again by the release of h: it may have arrived',
  ]);
  expect(await run.sent()).toHaveLength(2);
  await run.resolve({ decision: 'skip', moneyMoved: 'unknown' });
  await run.end();
});

describe("in Temporal's UI", () => {
  test('the first line is the money that may have moved; each decision can be pasted, the journal begins with the newest', async () => {
    await fault({ cut: 'after-processing' });
    const run = await kit.start(referAFriend, referral, { brand: 'royal' });
    await run.until(({ waitingFor }) => waitingFor.length > 0);
    expect(await details(run)).toMatch(/^\*\*Refer-a-friend of player-\S+: waits for deposit\.made until /);
    await run.deliver('deposit.made', { depositId: 'd-1', amount: { amount: '100.00', currency: 'EUR' } });
    const { parked: calls } = await parked(run);
    const shown = await details(run);
    expect(shown).toMatch(/^⚠ \*\*25\.00 EUR for anna may have been paid\*\*/);
    const key = calls[0]?.callKey ?? '';
    expect(shown).toContain(`⚠ **credit-referrer**, **25.00 EUR** for **anna**, parked at `);
    expect(shown).toMatch(/- retry, which \*\*can pay anna 25\.00 EUR twice\*\*: `.*"acknowledge":"may-pay-twice"/);
    expect(shown).toMatch(/- delivered: `.*"reference":/);
    expect(shown).toMatch(/- skip: `.*"moneyMoved":"no \| unknown"/);
    expect(shown.match(/\| (parked|attempt) \|/g)).toEqual(['| parked |', '| attempt |']);
    await run.resolve({ callKey: key, decision: 'delivered' });
    const state = await run.end();
    expect(lines(state, 'called', 'outcome')).toEqual([
      'called: credit-referrer for anna',
      'outcome: credit-referrer of 25.00 EUR for anna: delivered, found delivered by tester',
    ]);
    expect(state.calls).toMatchObject([{ playerId: 'anna', value: { amount: '25.00', currency: 'EUR' } }]);
  });
});
