import { beforeEach, expect, it } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { resolveCall } from '../../../workflows/contracts/messages.js';
import { limitId } from '../../../workflows/contracts/names.js';
import { HOUR } from '../../support/limited-call.js';
import { closedState, eventOf, newPlayer, openState, useRouting, until } from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';

const LIMIT = { name: 'codes', title: 'credit-bonus-code per campaign', window: 24 * HOUR, count: 20, money: null };
const RULES = withRules(ruleOf('codes', [{ action: 'credit-bonus-code', fields: { bonusCode: 'W50' } }]));

function limited(brand: BrandCatalogue): BrandCatalogue {
  const action = brand.actions.get('credit-bonus-code');
  if (!action) return brand;
  const actions = new Map(brand.actions).set(action.name, { ...action, limits: [{ ...LIMIT, per: 'campaign' }] });
  return RULES({ ...brand, actions });
}

const routing = useRouting(undefined, limited);
beforeEach(() => routing.operator.reset());

/** Fires the rule for a player of a campaign; answers with the id of its run. */
async function fire(campaign: string): Promise<string> {
  const event = eventOf('deposit.made', newPlayer(), { campaign: { id: campaign } });
  const decision = (await routing.journeys([]).accept(event)).find((one) => one.decision === 'fired');
  if (!decision) throw new Error('nothing was fired');
  return decision.id;
}

const outcomeOf = async (campaign: string) => (await closedState(routing.client, await fire(campaign))).outcome;

async function delivered(campaign: string): Promise<void> {
  expect(await outcomeOf(campaign)).toBe('delivered');
}

it('of 60 calls at once for a limit of 20, exactly 20 are delivered and 40 name the limit', async () => {
  const outcomes = await Promise.all(Array.from({ length: 60 }, () => outcomeOf('race')));
  expect(outcomes.filter((outcome) => outcome === 'delivered')).toHaveLength(20);
  const others = outcomes.filter((outcome) => outcome !== 'delivered');
  expect(others).toHaveLength(40);
  for (const outcome of others) {
    expect(outcome).toMatch(/^suppressed: credit-bonus-code per campaign: the limit ".+" is full: 20 of 20 calls/);
  }
  expect(await routing.operator.ledger()).toHaveLength(20);
  const posts = (await routing.operator.requests()).filter(({ path }) => path === '/bonus/credit');
  expect(posts).toHaveLength(20);
});

it('a call that the operator refuses gives its place back', async () => {
  await Promise.all(Array.from({ length: 19 }, () => delivered('refused')));
  await routing.operator.fault({ path: '/bonus/credit', times: 1, answer: { status: 422 } });
  expect(await outcomeOf('refused')).toMatch(/^refused/);
  await until(
    () => outcomeOf('refused'),
    (outcome) => outcome === 'delivered',
  );
  expect(await outcomeOf('refused')).toMatch(/^suppressed/);
  expect(await routing.operator.ledger()).toHaveLength(20);
});

it('a parked call keeps its place until a person says that nothing has moved', async () => {
  await Promise.all(Array.from({ length: 19 }, () => delivered('parked')));
  await routing.operator.fault({ path: '/bonus/credit', times: 1, answer: { status: 404 } });
  const id = await fire('parked');
  const { parked } = await until(
    () => openState(routing.client, id),
    (state) => state.parked.length === 1,
  );
  expect(await outcomeOf('parked')).toMatch(/including 1 without an outcome yet/);
  const resolution = { callKey: parked[0]?.callKey ?? '', decision: 'skip', moneyMoved: 'no', by: 'ann' } as const;
  await routing.client.workflow.getHandle(id).executeUpdate(resolveCall, { args: [resolution] });
  await closedState(routing.client, id);
  await until(
    () => outcomeOf('parked'),
    (outcome) => outcome === 'delivered',
  );
  const keeper = await routing.client.workflow.getHandle(limitId('lucky', 'codes', 'parked')).describe();
  expect(keeper.status.name).toBe('RUNNING');
});
