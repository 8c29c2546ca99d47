import { Context } from '@temporalio/activity';
import { findBrand, findRule } from '../../catalogue/find.js';
import { decideRule } from '../../catalogue/rule/decide.js';
import { lookupsOfRule } from '../../catalogue/rule/needs.js';
import type { Access } from '../../outbound/auth/authorise.js';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { AskedRule, RuleRequest } from '../../workflows/contracts/runs/rule.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import type { Asking } from './ask-destination.js';
import { askingNow, askLookups, elsewhere } from './ask-lookups.js';
import { retryWhenMissing } from './failures.js';

/**
 * Creates the activity that decides a rule: asks its lookups, evaluates its conditions, renders the fields of its
 * actions.
 */
export function createDecideRule(
  dependencies: ActivityDependencies,
  access: Access,
  traffic: Traffic,
): Activities['decideRule'] {
  return async (request) => {
    const asking = askingNow(dependencies, access, traffic);
    const decision = await decide(request, asking).catch((error: unknown) => {
      throw retryWhenMissing(error);
    });
    Context.current().log.info('rule decided', { brand: request.brand, rule: request.rule, kind: decision.kind });
    return decision;
  };
}

async function decide(request: RuleRequest, asking: Asking): Promise<AskedRule> {
  const brand = findBrand(asking.catalogue, request.brand);
  const rule = findRule(asking.catalogue, request.brand, request.rule);
  const asked = await askLookups(lookupsOfRule(brand, rule, request.state), request, asking);
  if (asked.kind !== 'answers') {
    if (asked.kind === 'held') return asked;
    return asked.kind === 'refused' ? { kind: 'not-eligible', reason: asked.reason } : elsewhere(request.brand, asked);
  }
  return decideRule(brand, rule, request, asked.lookups);
}
