import { Context } from '@temporalio/activity';
import { decideRule } from '../catalogue/decide-rule.js';
import { findBrand, findRule } from '../catalogue/find.js';
import { lookupsOfRule } from '../catalogue/rule-needs.js';
import type { Access } from '../outbound/authorise.js';
import type { Activities } from '../workflows/contracts/activities.js';
import type { JsonObject } from '../workflows/contracts/json.js';
import type { RuleDecision, RuleRequest } from '../workflows/contracts/rule.js';
import { callbacksQueue } from '../workflows/contracts/task-queues.js';
import { askLookup, type Asked, type Asking } from './ask-lookup.js';
import type { ActivityDependencies } from './dependencies.js';
import { lookUpFailed, retryWhenMissing } from './failures.js';
import type { LocalSlots } from './local-slots.js';
import { isLocal, readingDeadline } from './time-to-read.js';

/** The activity that decides a rule: asks its lookups, evaluates its conditions, renders the fields of its actions. */
export function createDecideRule(
  dependencies: ActivityDependencies,
  access: Access,
  slots: LocalSlots,
): Activities['decideRule'] {
  return async (request) => {
    const asking: Asking = {
      catalogue: dependencies.catalogue(),
      access,
      deadline: readingDeadline(),
      slots: isLocal() ? slots : null,
    };
    const decision = await decide(request, asking).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    Context.current().log.info('rule decided', { brand: request.brand, rule: request.rule, kind: decision.kind });
    return decision;
  };
}

async function decide(request: RuleRequest, asking: Asking): Promise<RuleDecision> {
  const brand = findBrand(asking.catalogue, request.brand);
  const rule = findRule(asking.catalogue, request.brand, request.rule);
  const lookups: JsonObject = {};
  for (const [name, asked] of await askAll(lookupsOfRule(brand, rule, request.state), request, asking)) {
    if (asked.kind === 'refused') return { kind: 'not-eligible', reason: asked.reason };
    if (asked.kind === 'unanswered') return elsewhere(request, asked.reason);
    lookups[name] = asked.answer;
  }
  return decideRule(brand, rule, request, lookups);
}

function askAll(names: readonly string[], { brand, playerId }: RuleRequest, asking: Asking) {
  const ask = async (lookup: string): Promise<[string, Asked]> => [
    lookup,
    await askLookup({ brand, lookup, playerId, params: {} }, asking),
  ];
  return Promise.all(names.map(ask));
}

/** A lookup is not answered: within a local activity the question moves to the queue, else Temporal asks again. */
function elsewhere({ brand }: RuleRequest, reason: string): RuleDecision {
  if (!isLocal()) throw lookUpFailed(reason);
  return { kind: 'elsewhere', queue: callbacksQueue(brand), reason };
}
