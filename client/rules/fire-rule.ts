import type { Client } from '@temporalio/client';
import { renderAtOnce } from '../../catalogue/action/render-at-once.js';
import { ruleJourney, titleOf } from '../../workflows/contracts/names.js';
import type { ReceivedEvent } from '../../workflows/contracts/runs/event.js';
import type { RuleInput } from '../../workflows/contracts/runs/rule.js';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';
import { attributesAtStart } from '../../workflows/contracts/search-attributes.js';
import type { Decision } from '../events/decisions.js';
import { type RoutingContext, exitTypes } from '../events/routing-context.js';
import { typedAttributes } from '../temporal/attributes.js';
import { describedRun } from '../temporal/described-run.js';
import { startOnce } from '../temporal/start-once.js';
import { fireAtOnce } from './fire-at-once.js';
import { ownEventsHeardBy, type FireStep } from './plan-rules.js';

/** Fires a rule with an event, or returns the run that the same event fired before. */
export async function fireRule(routing: RoutingContext, step: FireStep, event: ReceivedEvent): Promise<Decision> {
  const { client, dryRun } = routing;
  const [rule, id] = [step.rule.name, step.id];
  const input = inputOf(routing, step, event);
  const sent = dryRun ? null : await fireAtOnce(client, input, exitTypes(routing));
  if (sent?.fired) return { decision: 'fired', rule, id: sent.id, run: sent.run };
  if (sent) return { decision: 'duplicate', rule, id: sent.id, run: sent.run };
  const run = dryRun ? null : await startRuleRun(client, id, input);
  if (run !== null) return { decision: 'fired', rule, id, run };
  const first = await describedRun(client, id);
  if (first) return { decision: 'duplicate', rule, id, run: first.run };
  if (dryRun) return { decision: 'fired', rule, id, run: null };
  throw new Error(`${id} can't be started because it exists, and can't be found`);
}

function inputOf({ brand, catalogue }: RoutingContext, { rule, fires }: FireStep, event: ReceivedEvent): RuleInput {
  const fired = { brand: brand.brand, playerId: event.playerId, rule: rule.name, event, catalogue };
  return {
    ...fired,
    ...ownEventsHeardBy(brand, event.type),
    fires: fires && renderAtOnce({ hash: catalogue, brands: new Map([[brand.brand, brand]]) }, fired, fires),
  };
}

function startRuleRun(client: Client, id: string, input: RuleInput): Promise<string | null> {
  const { brand, rule, playerId, event } = input;
  const startedBy = { id: event.id, occurredAt: event.occurredAt, request: '' };
  return startOnce<RuleInput>(client, 'ruleRun', {
    workflowId: id,
    args: [input],
    memo: { startedBy } satisfies RunMemo,
    typedSearchAttributes: typedAttributes(attributesAtStart({ brand, journey: ruleJourney(rule), playerId })),
    staticSummary: `${titleOf(ruleJourney(rule), playerId)}, fired by ${event.type}`,
    priority: { fairnessKey: brand },
  });
}
