import { beforeEach, describe, expect, it } from 'vitest';
import { resolveCall } from '../../../workflows/contracts/messages.js';
import type { RunState } from '../../../workflows/contracts/runs/run.js';
import { lines } from '../../support/journey-kit.js';
import {
  atOnce,
  closedState,
  eventOf,
  kinds,
  newPlayer,
  only,
  openState,
  useRouting,
  until,
} from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';

const code = { action: 'credit-bonus-code', fields: { bonusCode: 'W50' } };
const euro = { action: 'credit-referrer', fields: { amount: { amount: '1.00', currency: 'EUR' } } };
const tag = { action: 'tag-for-campaign', fields: { step: 'started' } };
const lookups = ['active-bonus'];

const RULES = withRules(
  ruleOf('single', [code], { campaigns: ['single'] }),
  ruleOf('by-lookup', [{ ...code, fields: { bonusCode: '{{lookup.active-bonus.bonus_code}}' } }], {
    campaigns: ['by-lookup'],
    lookups,
    conditions: [
      { path: 'event.amount.amount', operator: 'at-least', operand: 20 },
      { path: 'lookup.active-bonus.bonus_code', operator: 'starts-with', operand: 'W' },
    ],
  }),
  ruleOf('side-by-side', [code, euro, tag], { campaigns: ['side-by-side'] }),
  ruleOf('in-order', [code, euro, tag], { campaigns: ['in-order'], inOrder: true }),
  ruleOf('stopping', [code, euro, tag], { campaigns: ['stopping'], inOrder: true, stopOnFailure: true }),
);

const routing = useRouting(undefined, RULES);
beforeEach(() => routing.operator.reset());

/** Sends a deposit in the campaign that one rule is for: what that rule makes of it. */
async function deposit(rule: string, changes: Parameters<typeof eventOf>[2] = {}, playerId = newPlayer()) {
  const event = eventOf('deposit.made', playerId, { campaign: { id: rule }, ...changes });
  const decisions = await routing.journeys([]).accept(event);
  const decision = decisions.find((one) => 'rule' in one && one.rule === rule);
  if (!decision) throw new Error(`${rule} is not among ${JSON.stringify(decisions)}`);
  return { event, decision };
}

async function fire(rule: string, changes: Parameters<typeof eventOf>[2] = {}, playerId = newPlayer()) {
  const { event, decision } = await deposit(rule, changes, playerId);
  const { id } = only([decision], 'fired');
  return { event, id, end: () => closedState(routing.client, id) };
}

const sent = async (path: string) => (await routing.operator.requests()).filter((request) => request.path === path);
const outcomes = ({ calls }: RunState) => Object.fromEntries(calls.map(({ step, status }) => [step, status]));

describe('an event that fires a rule', () => {
  it('has its one call delivered, with the bytes in the input of the run', async () => {
    const { event, id, end } = await fire('single');
    expect(id).toBe(`lucky:~rule:single:${event.id}`);
    const state = await end();
    expect(state).toMatchObject({ journey: '~rule:single', playerId: event.playerId, outcome: 'delivered' });
    expect(lines(state).map((line) => line.split(':')[0])).toEqual([
      'entered',
      'called',
      'guards-passed',
      'limited',
      'attempt',
      'outcome',
      'limited',
      'ended',
    ]);
    const [request, ...others] = await sent('/bonus/credit');
    expect(others).toEqual([]);
    expect(request).toMatchObject({ headers: { 'idempotency-key': state.calls[0]?.callKey } });
    expect(request?.body).toMatchObject({ user_id: event.playerId, bonus_code: 'W50' });
  });

  it('is explained and listed as a run of a journey is', async () => {
    const { event, id, end } = await fire('single');
    await end();
    const client = routing.journeys([]);
    const about = { id, journey: '~rule:single', playerId: event.playerId, key: event.id, status: 'ended' };
    expect(await client.explain(id)).toMatchObject({ ...about, state: { outcome: 'delivered' } });
    const page = await until(
      () => client.list({ brand: 'lucky', playerId: event.playerId, journey: '~rule:single', limit: 10 }),
      ({ runs }) => runs[0]?.status === 'ended',
    );
    expect(page.runs).toMatchObject([about]);
  });

  it('fires it once when it comes 50 times at once, and is a duplicate with the ids of the first one ever after', async () => {
    const client = routing.journeys([]);
    const event = eventOf('deposit.made', newPlayer(), { campaign: { id: 'single' } });
    const ofRule = (decisions: Awaited<ReturnType<typeof atOnce>>) =>
      decisions.filter((one) => 'rule' in one && one.rule === 'single');
    const decisions = ofRule(await atOnce(client, event, 50));
    expect(kinds(decisions)).toEqual([...Array<string>(49).fill('duplicate'), 'fired']);
    const { id, run } = only(
      decisions.filter(({ decision }) => decision === 'fired'),
      'fired',
    );
    for (const decision of decisions) expect(decision).toMatchObject({ id, run });
    await closedState(routing.client, id);
    expect(ofRule(await client.accept(event))).toEqual([{ decision: 'duplicate', rule: 'single', id, run }]);
    expect(await sent('/bonus/credit')).toHaveLength(1);
  });

  it('is decided and not done in a dry run', async () => {
    const event = eventOf('deposit.made', newPlayer(), { campaign: { id: 'single' } });
    const decide = async () =>
      (await routing.journeys([]).accept(event, { dryRun: true })).find(
        (one) => 'rule' in one && one.rule === 'single',
      );
    const id = `lucky:~rule:single:${event.id}`;
    expect(await decide()).toEqual({ decision: 'fired', rule: 'single', id, run: null });
    await expect(routing.client.workflow.getHandle(id).describe()).rejects.toThrow();
  });
});

describe('a rule with a lookup', () => {
  const bonus = { bonus_id: 'b-1', bonus_code: 'W99', amount: '5.00', currency: 'EUR' };

  it('asks it in its run, decides, and puts the answer into the fields', async () => {
    const playerId = newPlayer();
    await routing.operator.setPlayer(playerId, { activeBonus: bonus });
    const event = eventOf('deposit.made', playerId, { campaign: { id: 'by-lookup' } });
    const decisions = await routing.journeys([]).accept(event);
    const { id } = only(
      decisions.filter(({ decision }) => decision === 'fired'),
      'fired',
    );
    const state = await closedState(routing.client, id);
    expect(lines(state, 'rule-decided', 'ended')).toEqual(['rule-decided: the rule fires', 'ended: delivered']);
    expect(await sent('/bonus/credit')).toMatchObject([{ body: { bonus_code: 'W99' } }]);
  });

  it('ends as not eligible, and sends nothing, when a condition on the answer fails', async () => {
    const playerId = newPlayer();
    await routing.operator.setPlayer(playerId, { activeBonus: { ...bonus, bonus_code: 'X1' } });
    const state = await (await fire('by-lookup', {}, playerId)).end();
    expect(state.outcome).toMatch(/^not eligible: .*lookup\.active-bonus\.bonus_code starts-with "W"/);
    expect(await sent('/bonus/credit')).toEqual([]);
  });

  it('goes on asking while the other side can not answer', async () => {
    await routing.operator.fault({ path: '/bonus/active', times: 2, answer: { status: 503 } });
    const playerId = newPlayer();
    await routing.operator.setPlayer(playerId, { activeBonus: bonus });
    expect((await (await fire('by-lookup', {}, playerId)).end()).outcome).toBe('delivered');
  });

  it('is not eligible at once, without a run, when a condition on the event alone fails', async () => {
    const { event, decision } = await deposit('by-lookup', { data: { amount: { amount: '19.99', currency: 'EUR' } } });
    const reason = expect.stringContaining('event.amount.amount at-least 20') as string;
    expect(decision).toEqual({ decision: 'not-eligible', rule: 'by-lookup', reason });
    await expect(routing.client.workflow.getHandle(`lucky:~rule:by-lookup:${event.id}`).describe()).rejects.toThrow();
  });
});

describe('several callbacks per activity', () => {
  const refuseEuro = () =>
    routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 422, body: 'no' } });

  it.each(['side-by-side', 'in-order'])('one failing does not stop the others: %s', async (rule) => {
    await refuseEuro();
    const state = await (await fire(rule)).end();
    const all = { 'credit-bonus-code': 'delivered', 'credit-referrer': 'refused', 'tag-for-campaign': 'delivered' };
    expect(outcomes(state)).toEqual(all);
    expect(state.outcome).toBe('credit-bonus-code: delivered, credit-referrer: refused, tag-for-campaign: delivered');
  });

  it('one failing stops those after it where the rule says so', async () => {
    await refuseEuro();
    const state = await (await fire('stopping')).end();
    expect(outcomes(state)).toEqual({ 'credit-bonus-code': 'delivered', 'credit-referrer': 'refused' });
    expect(state.outcome).toBe('credit-bonus-code: delivered, credit-referrer: refused; not called: tag-for-campaign');
  });

  it('all leave, in order, when all are delivered', async () => {
    const { event, end } = await fire('stopping');
    await end();
    const paths = (await routing.operator.callbacks()).map(({ path }) => path);
    expect(paths).toEqual(['/bonus/credit', '/bonus/credit/funds', `/players/${event.playerId}/tags`]);
  });

  it('a parked one waits for a person while the others are delivered', async () => {
    await routing.operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 404 } });
    const { id, end } = await fire('side-by-side');
    const open = await until(
      () => openState(routing.client, id),
      ({ parked, calls }) => parked.length === 1 && calls.filter(({ status }) => status === 'delivered').length === 2,
    );
    const callKey = open.parked[0]?.callKey ?? '';
    const resolution = { callKey, decision: 'retry', by: 'tester' } as const;
    await routing.client.workflow.getHandle(id).executeUpdate(resolveCall, { args: [resolution] });
    expect(outcomes(await end())['credit-referrer']).toBe('delivered');
    const keys = (await sent('/bonus/credit/funds')).map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([callKey, callKey]);
  });
});

describe('the run of a rule', () => {
  const by = { by: 'tester', reason: null };

  it('can be cancelled while a call waits for its next attempt, which is then surely unsent', async () => {
    await routing.operator.fault({
      path: '/bonus/credit',
      times: 100,
      answer: { status: 429, headers: { 'retry-after': '600' } },
    });
    const { id, end } = await fire('single');
    await until(
      () => openState(routing.client, id),
      ({ calls }) => calls[0]?.nextAttemptAt !== null && calls[0]?.attempts === 1,
    );
    await routing.journeys([]).cancel(id, by);
    expect(await end()).toMatchObject({ status: 'cancelled', calls: [{ status: 'abandoned', attempts: 1 }] });
  });

  it('makes no new call while it is paused', async () => {
    await routing.rest();
    const { id, end } = await fire('in-order');
    const client = routing.journeys([]);
    await client.pause(id, by);
    await routing.work();
    await until(
      () => openState(routing.client, id),
      ({ status }) => status === 'paused',
    );
    expect(await routing.operator.requests()).toEqual([]);
    await client.resume(id, by);
    expect((await end()).status).toBe('ended');
    expect(await routing.operator.callbacks()).toHaveLength(3);
  });
});
