import type { z } from 'zod';
import type { AnswerMatch } from '../../workflows/contracts/calls/answers.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { Destination } from '../destination/definition.js';
import { splitUrl } from '../destination/split-url.js';
import { expandSchema } from '../event/money-schema.js';
import { type Report, titleOf } from '../load/issues.js';
import { toSendConditions, toValues } from '../send-conditions/read.js';
import type { Action, Field } from './definition.js';
import type { actionSchema } from './schema.js';

/** The parts of a brand that an action needs. `destination` is undefined if the brand has none of that name. */
interface Surroundings {
  readonly destination: Destination | undefined;
  readonly aliases: Action['aliases'];
}

const MODES =
  'is missing, and money needs one. idempotent: the endpoint does a call once however often it comes with the same ' +
  'Idempotency-Key, so a call whose answer is lost is sent again. reconcile: it can be asked what became of a call ' +
  '(status), and only what it has not done is sent again. once: it can do neither, so one request is made ever, and a ' +
  'person decides about a lost answer';

/** An action. */
export function toAction(
  name: string,
  written: z.output<typeof actionSchema>,
  { destination, aliases }: Surroundings,
  report: Report,
): Action {
  const { deliveredWhen, refusedWhen, duplicateIsDelivered, answer, url: _, mode, ...rest } = written;
  if (written.effect === 'money' && mode === undefined) report(['mode'], MODES);
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
    ...toSendConditions(name, written),
    status: toStatus(written.status),
  };
}

function address(
  { path, url, query }: z.output<typeof actionSchema>,
  destination: Destination | undefined,
  report: Report,
): Pick<Action, 'path' | 'query'> {
  if ((path === undefined) === (url === undefined)) {
    report([], path === undefined ? 'has neither path nor url: add one' : 'has both path and url: remove one');
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

export function toFields(written: z.output<typeof actionSchema>['fields']): Record<string, Field> {
  const entries = Object.entries(written).map(([name, field]) => [
    name,
    Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as Field,
  ]);
  return Object.fromEntries(entries) as Record<string, Field>;
}

function toStatus(written: z.output<typeof actionSchema>['status']): Action['status'] {
  if (!written) return null;
  return { ...written, done: written.done.map(toMatch), notDone: written.notDone.map(toMatch) };
}

type Match = NonNullable<z.output<typeof actionSchema>['deliveredWhen']>[number];

function toMatch({ status, body }: Match): AnswerMatch {
  return { ...(status === undefined ? {} : { status }), ...(body === undefined ? {} : { body: toValues(body) }) };
}

export function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
