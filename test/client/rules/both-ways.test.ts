import { describe, expect, it } from 'vitest';
import type { RecordedRequest } from '../../../dev/operator/request-log.js';
import { closedState, eventOf, kinds, newPlayer, useRouting } from '../../support/routing.js';
import { ruleOf, withRules } from '../../support/rules.js';
import { creditsOnce } from '../../workflows/journeys/calling.js';

const euro = { action: 'credit-referrer', fields: { amount: { amount: '1.00', currency: 'EUR' } } };
const on = ['player.referred'];

/** One that is rendered where the event comes in, and one whose calls are prepared in its run. */
const RULES = withRules(ruleOf('at-once', [euro], { on }), ruleOf('twice', [euro, { ...euro, as: 'again' }], { on }));

const routing = useRouting(undefined, RULES);

describe('both ways are working the same way', () => {
  const PER_CALL = ['idempotency-key', 'webhook-id'];
  const bytes = ({ method, path, query, headers, rawBody }: RecordedRequest) => ({
    ...{ method, path, query, rawBody },
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !PER_CALL.includes(name))),
  });

  it('the same action for the same event leaves with the same bytes by rule and by journey, but for the key', async () => {
    const event = eventOf('player.referred', newPlayer());
    const decisions = await routing.journeys([creditsOnce]).accept(event);
    expect(kinds(decisions)).toEqual(['fired', 'fired', 'started']);
    for (const decision of decisions) if ('id' in decision) await closedState(routing.client, decision.id ?? '');
    const requests = await routing.operator.callbacks();
    expect(requests).toHaveLength(4);
    for (const request of requests.slice(1)) expect(bytes(request)).toEqual(bytes(requests[0]!));
    expect(new Set(requests.map(({ headers }) => headers['idempotency-key'])).size).toBe(4);
  });
});
