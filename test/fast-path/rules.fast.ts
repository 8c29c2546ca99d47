import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callRunId } from '../../workflows/contracts/names.js';
import { lines } from '../support/journey-kit.js';
import { closedState, eventOf, newPlayer, only, type Routing, startRouting, until } from '../support/routing.js';
import { ruleOf, withRules } from '../support/rules.js';

const tag = { action: 'apply-tag', fields: { tag: 'VIP' } };

let routing: Routing;
beforeAll(async () => {
  routing = await startRouting(
    undefined,
    withRules(
      ruleOf('single', [tag], { campaigns: ['single'] }),
      ruleOf('double', [tag, { ...tag, as: 'again' }], { campaigns: ['double'] }),
    ),
  );
  await routing.work();
});
afterAll(() => routing.close());
beforeEach(() => routing.operator.reset());

const tagged = (playerId: string) => `/players/${playerId}/tags`;

async function fire(playerId = newPlayer(), campaign = 'single') {
  const event = eventOf('deposit.made', playerId, { campaign: { id: campaign } });
  const product = routing.journeys([]);
  const decisions = await product.accept(event);
  const { id } = only(
    decisions.filter(({ decision }) => decision !== 'not-eligible'),
    'fired',
  );
  return { event, playerId, id, product };
}

const explained = ({ product, id }: Awaited<ReturnType<typeof fire>>) =>
  until(
    () => product.explain(id),
    ({ closedAt }) => closedAt !== null,
  );

describe('a rule with one call that needs nothing else', () => {
  it('is sent without a workflow, and explained as a run is', async () => {
    const fired = await fire();
    const { state, status, outcome } = await explained(fired);
    expect({ status, outcome }).toEqual({ status: 'ended', outcome: 'delivered: 200: Success is true' });
    expect(state && lines(state)).toEqual([
      'entered: by deposit.made',
      'called: apply-tag',
      'attempt: apply-tag attempt 1: delivered, 200: Success is true',
      'outcome: apply-tag: delivered, 200: Success is true',
    ]);
    const [request] = await routing.operator.requests();
    expect(fired.id).toBe(callRunId('lucky', String(request?.headers['idempotency-key'])));
    const workflows = [];
    for await (const one of routing.client.workflow.list({ query: `BrandPlayer = 'lucky:${fired.playerId}'` }))
      workflows.push(one);
    expect(workflows).toEqual([]);
  });

  it('is fired once by the same event, however often and at once it comes', async () => {
    const playerId = newPlayer();
    const event = eventOf('deposit.made', playerId, { campaign: { id: 'single' } });
    const product = routing.journeys([]);
    const all = (await Promise.all(Array.from({ length: 20 }, () => product.accept(event)))).flat();
    const ofSingle = all.filter((one) => 'rule' in one && one.rule === 'single');
    expect(ofSingle.map(({ decision }) => decision).sort()).toEqual([...Array<string>(19).fill('duplicate'), 'fired']);
    await until(
      () => routing.operator.requests(),
      (requests) => requests.length > 0,
    );
    expect(
      only(
        (await product.accept(event)).filter((one) => 'rule' in one && one.rule === 'single'),
        'duplicate',
      ).id,
    ).toBe(ofSingle.flatMap((one) => ('id' in one ? one.id : []))[0]);
    expect(await routing.operator.requests()).toHaveLength(1);
  });

  it('goes on in a run of its own, with the same key and bytes, when the first attempt leaves it open', async () => {
    const playerId = newPlayer();
    await routing.operator.fault({ path: tagged(playerId), times: 2, answer: { status: 503 } });
    const fired = await fire(playerId);
    await until(
      () => routing.operator.requests(),
      (requests) => requests.length >= 3,
    );
    const state = await closedState(routing.client, fired.id);
    expect(state).toMatchObject({ outcome: 'delivered: 200: Success is true', calls: [{ attempts: 3 }] });
    const requests = await routing.operator.requests();
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(new Set(requests.map(({ rawBody }) => rawBody)).size).toBe(1);
  });

  it('pays once where the first attempt was processed and nobody heard', async () => {
    const playerId = newPlayer();
    await routing.operator.fault({ path: tagged(playerId), times: 1, answer: { cut: 'after-processing' } });
    const fired = await fire(playerId);
    await until(
      () => routing.operator.requests(),
      (requests) => requests.length >= 2,
    );
    expect((await closedState(routing.client, fired.id)).outcome).toMatch(/^delivered/);
    expect(await routing.operator.ledger()).toHaveLength(1);
  });
});

it('a rule with two calls is a workflow', async () => {
  const fired = await fire(newPlayer(), 'double');
  expect((await closedState(routing.client, fired.id)).outcome).toMatch(/delivered/);
});
