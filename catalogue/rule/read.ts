import type { z } from 'zod';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Switches } from '../journey/definition.js';
import { titleOf } from '../load/issues.js';
import { type Condition, OPERATORS, type Rule } from './definition.js';
import type { ruleSchema } from './schema.js';

/** A rule. `actionOf` gives the action behind a name or a notification type. */
export function toRule(name: string, written: z.output<typeof ruleSchema>, actionOf: (named: string) => string): Rule {
  return {
    name,
    title: written.title ?? titleOf(name),
    trigger: written.trigger,
    on: written.on,
    ...toSwitches(written),
    campaigns: written.campaign ?? [],
    lookups: written.lookups,
    conditions: written.if.map(toCondition),
    actions: written.do.map(({ action, as, fields }) => ({
      action: actionOf(action),
      as: as ?? actionOf(action),
      fields: fields as Record<string, JsonValue>,
    })),
    inOrder: written.inOrder,
    stopOnFailure: written.stopOnFailure,
  };
}

/** The switches of a journey or a rule. */
export function toSwitches({
  enabled,
  from,
  until,
  holdout,
}: Pick<z.output<typeof ruleSchema>, 'enabled' | 'from' | 'until' | 'holdout'>): Switches {
  return { enabled, from: from ?? null, until: until ?? null, holdout };
}

function toCondition(written: z.output<typeof ruleSchema>['if'][number]): Condition {
  const operator = OPERATORS.find((one) => written[one] !== undefined) ?? 'exists'; // the schema has seen to exactly one
  return { path: written.value, operator, operand: written[operator] as JsonValue };
}
