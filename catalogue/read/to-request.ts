import type { z } from 'zod';
import type { Action, Destination, Field, Lookup } from '../catalogue.js';
import type { OptionList } from '../definitions/option-list.js';
import { expandSchema } from '../money-schema.js';
import type { actionSchema } from '../schema/action.js';
import type { destinationSchema } from '../schema/destination.js';
import type { lookupSchema, optionListSchema } from '../schema/lookup.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Report } from './report.js';
import { splitUrl } from './split-url.js';

/** A destination, its URL taken from the environment where it says so. */
export function toDestination(
  name: string,
  { url, auth: { type: kind, ...auth }, ...rest }: z.output<typeof destinationSchema>,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Destination {
  const resolved = typeof url === 'string' ? url : (environment[url.env] ?? url.default);
  if (resolved === undefined && typeof url !== 'string') {
    report(['url'], `is in the environment variable ${url.env}, which is not set: set it, or write a default`);
  }
  return { name, ...rest, url: resolved ?? '', auth: { kind, ...auth } as Destination['auth'] };
}

/** What an action needs of its brand: the destination it names, if there is one, and the aliases. */
interface Surroundings {
  readonly destination: Destination | undefined;
  readonly aliases: Action['aliases'];
}

/** An action. */
export function toAction(
  name: string,
  written: z.output<typeof actionSchema>,
  { destination, aliases }: Surroundings,
  report: Report,
): Action {
  const { deliveredWhen, refusedWhen, duplicateIsDelivered, answer, url: _, mode, ...rest } = written;
  if (written.effect === 'money' && mode === undefined) {
    report(['mode'], 'is missing: money says idempotent, reconcile or once');
  }
  return {
    ...rest,
    name,
    aliases,
    title: written.title ?? titleOf(name),
    notificationType: written.notificationType ?? `triggercallback.${name}`,
    mode: mode ?? 'idempotent',
    ...address(written, destination, report),
    headers: lowerCase(written.headers),
    body: (written.body ?? null) as JsonValue,
    fields: toFields(written.fields),
    value: written.value ?? null,
    answers: {
      ...(deliveredWhen === undefined ? {} : { deliveredWhen: deliveredWhen.map(toMatch) }),
      ...(refusedWhen === undefined ? {} : { refusedWhen: refusedWhen.map(toMatch) }),
      ...(duplicateIsDelivered === undefined ? {} : { duplicateIsDelivered }),
    },
    answer: { map: answer?.map ?? null, schema: expandSchema(answer?.schema ?? true).schema },
  };
}

/** A lookup. */
export function toLookup(name: string, { kind: _, ...written }: z.output<typeof lookupSchema>): Lookup {
  return {
    ...written,
    name,
    title: written.title ?? titleOf(name),
    headers: lowerCase(written.headers),
    params: toFields(written.params),
    answer: expandSchema(written.answer).schema,
  };
}

/** An option list. */
export function toOptionList(name: string, { kind: _, ...written }: z.output<typeof optionListSchema>): OptionList {
  const { title, headers, params } = written;
  return { ...written, name, title: title ?? titleOf(name), headers: lowerCase(headers), params: toFields(params) };
}

/** `cancel-bonus` → `Cancel bonus`. */
export function titleOf(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function address(
  { path, url, query }: z.output<typeof actionSchema>,
  destination: Destination | undefined,
  report: Report,
): Pick<Action, 'path' | 'query'> {
  if ((path === undefined) === (url === undefined)) {
    report(
      [],
      path === undefined ? 'has neither path nor url: add one of them' : 'has both path and url: take one away',
    );
    return { path: path ?? '/', query };
  }
  if (url === undefined) return { path: path ?? '/', query };
  if (destination === undefined) return { path: '/', query };
  const split = splitUrl(url, destination);
  if ('fault' in split) {
    report(['url'], split.fault);
    return { path: '/', query };
  }
  return { path: split.path, query: { ...split.query, ...query } };
}

function toFields(written: z.output<typeof actionSchema>['fields']): Record<string, Field> {
  const entries = Object.entries(written).map(([name, field]) => [
    name,
    Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as Field,
  ]);
  return Object.fromEntries(entries) as Record<string, Field>;
}

type Match = NonNullable<z.output<typeof actionSchema>['deliveredWhen']>[number];

function toMatch({ status, body }: Match): NonNullable<Action['answers']['deliveredWhen']>[number] {
  const values = Object.entries(body ?? {}).map(([path, value]) => [path, Array.isArray(value) ? value : [value]]);
  return {
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { body: Object.fromEntries(values) as Record<string, JsonValue[]> }),
  };
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
