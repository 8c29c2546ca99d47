import type { z } from 'zod';
import type { Effect } from '../../workflows/contracts/calls/call.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { actionSchema } from '../action/schema.js';
import type { brandSchema } from '../brand/schema.js';
import type { Guard } from '../guard/definition.js';
import { titleOf } from '../load/issues.js';
import type { Limit, SendConditions } from './definition.js';

/** Default guards by effect. */
const GUARDS: Readonly<Record<Effect, readonly string[]>> = {
  money: ['block'],
  message: ['block', 'consent'],
  data: [],
};

/** A message that is a day late is better not sent. */
const MESSAGE_EXPIRES = 86_400_000;

/** An action's send conditions with defaults filled in. */
export function toSendConditions(name: string, written: z.output<typeof actionSchema>): SendConditions {
  const { effect, guards, channel, allowedHours, limits, expires } = written;
  return {
    expires: expires === undefined ? (effect === 'message' ? MESSAGE_EXPIRES : null) : expires,
    guards: guards ?? GUARDS[effect],
    channel: channel ?? null,
    allowedHours: allowedHours === undefined ? null : { ...allowedHours, timeZone: allowedHours.timeZone ?? null },
    limits: limits?.map((limit) => toLimit(name, limit)) ?? null,
  };
}

function toLimit(action: string, written: NonNullable<z.output<typeof actionSchema>['limits']>[number]): Limit {
  const { name, per, count, money, window } = written;
  return {
    name: name ?? `${action}-per-${per}`,
    title: `${name ?? action} per ${per}`,
    per,
    count: count ?? null,
    money: money ?? null,
    window,
  };
}

/** A brand's guards by name. */
export function toGuards(written: z.output<typeof brandSchema>['guards']): Map<string, Guard> {
  const guards = Object.entries(written).map(([name, { title, lookup, blockedWhen, passesWhen }]): [string, Guard] => {
    const matches = (blockedWhen ?? passesWhen ?? []).map(toValues);
    return [
      name,
      { name, title: title ?? titleOf(name), lookup, test: blockedWhen ? 'blockedWhen' : 'passesWhen', matches },
    ];
  });
  return new Map(guards);
}

/** For each path its list of values, where one that stands alone may stand without a list. */
export function toValues(written: Readonly<Record<string, unknown>>): Record<string, JsonValue[]> {
  const values = Object.entries(written).map(
    ([path, value]) => [path, Array.isArray(value) ? value : [value]] as const,
  );
  return Object.fromEntries(values);
}
