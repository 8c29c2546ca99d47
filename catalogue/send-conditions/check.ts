import { isDeepStrictEqual } from 'node:util';
import { suggestion } from '../../templating/closest.js';
import type { Action } from '../action/definition.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { didYouMean } from '../did-you-mean.js';
import { channelFault } from '../guard/check.js';
import { asksChannel } from '../guard/judge.js';
import type { UnplacedFault } from '../load/faults.js';
import type { Issue } from '../load/issues.js';
import type { Declared } from '../load/references.js';

/** The shortest window: a keeper counts by the minute. */
const MINUTE = 60_000;

/** Faults of an action's guards, limits, hours and expiry. */
export function restraintIssues(brand: BrandCatalogue, action: Action, declared: Declared): Issue[] {
  return [
    ...action.guards.flatMap((name) => guardIssuesOf(brand, action, name, declared)),
    ...limitIssues(action),
    ...hoursIssues(action),
    ...(action.expires === 0
      ? [{ path: ['expires'], message: 'must be longer than 0: use a duration, or never' }]
      : []),
  ];
}

function guardIssuesOf(brand: BrandCatalogue, { effect, channel }: Action, name: string, declared: Declared): Issue[] {
  const guard = brand.guards.get(name);
  if (guard === undefined) {
    if (declared(brand.brand, 'brand', name)) return [];
    const fix = suggestion(name, brand.guards.keys(), ': define it in brand.yaml, or set guards: [] for none');
    const message = `needs the guard "${name}" before ${effect} is sent, and the brand has no guard of that name${fix}`;
    return [{ path: ['guards'], message }];
  }
  if (!asksChannel(guard)) return [];
  if (channel === null) {
    const message = `is missing: the guard ${name} depends on the channel. Add one (channel: sms), or list only the other guards`;
    return [{ path: ['channel'], message }];
  }
  const fault = channelFault(brand, guard, channel);
  return fault === null ? [] : [{ path: ['channel'], message: fault }];
}

function limitIssues({ limits, value }: Action): Issue[] {
  const names = (limits ?? []).map(({ name }) => name);
  return (limits ?? []).flatMap(({ name, money, window }, index): Issue[] => {
    const at = (key: string, message: string): Issue[] => [{ path: ['limits', index, key], message }];
    return [
      ...(names.indexOf(name) === index ? [] : at('name', `"${name}" is the name of two limits: rename one`)),
      ...(window === null || window >= MINUTE ? [] : at('window', 'must be at least 1 minute')),
      ...(money === null ? [] : moneyIssues(value).flatMap((message) => at('money', message))),
    ];
  });
}

function moneyIssues(value: Action['value']): string[] {
  if (value === null) return ['is only for effect: money. Use count instead'];
  return value === 'unknown' ? ['needs the value of each call, which is unknown here. Use count instead'] : [];
}

function hoursIssues({ allowedHours, fields }: Action): Issue[] {
  const [root, name = ''] = allowedHours?.timeZone?.split('.') ?? [];
  if (root !== 'fields' || Object.hasOwn(fields, name)) return [];
  const message = `"${name}" is not a field of the action${didYouMean(name, Object.keys(fields))}`;
  return [{ path: ['allowedHours', 'timeZone'], message }];
}

/** Limits of one name count together, so they must say the same wherever they stand. */
export function sharedLimitFindings({ brand, actions }: BrandCatalogue): UnplacedFault[] {
  const all = [...actions.values()].flatMap(({ name, limits }) =>
    (limits ?? []).map((limit, index) => ({ action: name, limit, index })),
  );
  return all.flatMap(({ action, limit, index }) => {
    const first = all.find((other) => other.limit.name === limit.name);
    if (first === undefined || first.action === action || isDeepStrictEqual(first.limit, limit)) return [];
    const message = `"${limit.name}" counts together with the limit of ${first.action}: use the same values here, or another name`;
    return [{ brand, section: 'actions' as const, path: [action, 'limits', index, 'name'], message }];
  });
}
