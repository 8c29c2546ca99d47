import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import type { OptionList } from './definition.js';
import { describeBody } from './describe-body.js';

/** One choice of a dropdown. A number that JavaScript can't hold exactly is its digits, a string. */
export interface Option {
  readonly text: string;
  readonly value: string | number;
}

/** The options of a dropdown; `note` says if some are missing. */
export interface Options {
  readonly kind: 'options';
  readonly items: readonly Option[];
  readonly note: string | null;
}

/** An answer that is no option list, and why: a sentence that names item and field. */
export interface NoOptions {
  readonly kind: 'fault';
  readonly reason: string;
}

/** The most items of a list that are read. */
export const MAX_OPTIONS = 1_000;

const MAX_ERROR_LENGTH = 300;

/**
 * Reads an option list: the envelope `{ Data: [{ text, value }], Success, Errors }`, or what the definition's own paths
 * name. Keys are found whatever their case, and extra ones tolerated; each item must have both text and value.
 */
export function readOptions(
  list: Pick<OptionList, 'items' | 'text' | 'value'>,
  body: JsonValue,
  status = 200,
): Options | NoOptions {
  if (status < 200 || status > 299) return fault(`the answer has status ${status}${after(': ', errorsIn(body))}`);
  const failure = describeBody(body);
  if (failure !== null) return fault(`the answer is ${failure}`);
  const refusal = refusalIn(body);
  if (refusal !== null) return fault(refusal);
  const items = lenientValueAt(body, list.items);
  if (!Array.isArray(items)) return fault(noList(list.items, items, body));
  const read: Option[] = [];
  for (const [index, item] of items.slice(0, MAX_OPTIONS).entries()) {
    const option = readOption(list, item, index);
    if ('kind' in option) return option;
    read.push(option);
  }
  const dropped = items.length - read.length;
  const note = dropped === 0 ? null : `the list has ${items.length} items: the first ${MAX_OPTIONS} are offered`;
  return { kind: 'options', items: read, note };
}

/** The `Errors` of an envelope in one line of at most 300 characters; `null` if there are none. */
export function errorsIn(body: JsonValue): string | null {
  const errors = lenientValueAt(body, 'Errors');
  const said = (Array.isArray(errors) ? errors : [errors]).filter((one): one is string => typeof one === 'string');
  const line = said.join('; ').replace(/\s+/g, ' ').trim().slice(0, MAX_ERROR_LENGTH);
  return line === '' ? null : line;
}

function refusalIn(body: JsonValue): string | null {
  const success = lenientValueAt(body, 'Success');
  if (success === undefined || success === true) return null;
  if (success !== false) return `Success must be true or false, not ${typeName(success)}`;
  return `Success is false${after(': ', errorsIn(body)) || ', and Errors is empty'}`;
}

function noList(path: string, found: JsonValue | undefined, body: JsonValue): string {
  const called = path === '' ? 'the answer' : path;
  if (found !== undefined) return `${called} must be a list, not ${typeName(found)}`;
  return Array.isArray(body)
    ? `the answer is a list and has no ${path}: set items: '' to read the list itself`
    : `the answer has no ${path}: set items to the path of the list`;
}

function readOption(paths: Pick<OptionList, 'text' | 'value'>, item: JsonValue, index: number): Option | NoOptions {
  const at = `item ${index}`;
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    return fault(`${at} must be an object with ${paths.text} and ${paths.value}, not ${typeName(item)}`);
  }
  const text = lenientValueAt(item, paths.text);
  const value = lenientValueAt(item, paths.value);
  if (!isFilled(text)) return fault(`${at} ${notFilled(paths.text, text)}`);
  if (!isFilled(value)) return fault(`${at} ${notFilled(paths.value, value)}`);
  return { text: String(text), value };
}

function isFilled(value: JsonValue | undefined): value is string | number {
  return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

function notFilled(path: string, value: JsonValue | undefined): string {
  if (value === undefined || value === null) return `has no ${path}`;
  return typeof value === 'string'
    ? `has an empty ${path}`
    : `must have text or a number as its ${path}, not ${typeName(value)}`;
}

/** The value at a path; a key that is not there as written is looked for in any case of its letters. */
function lenientValueAt(body: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = body;
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Array.isArray(value) ? value[Number(key)] : memberOf(value, key);
  }
  return value;
}

function memberOf(value: JsonObject, key: string): JsonValue | undefined {
  if (Object.hasOwn(value, key)) return value[key];
  const lower = key.toLowerCase();
  const name = Object.keys(value).find((one) => one.toLowerCase() === lower);
  return name === undefined ? undefined : value[name];
}

function typeName(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return { object: 'an object', string: 'text', number: 'a number', boolean: 'true or false' }[
    typeof value as 'object' | 'string' | 'number' | 'boolean'
  ];
}

function after(before: string, text: string | null): string {
  return text === null ? '' : before + text;
}

function fault(reason: string): NoOptions {
  return { kind: 'fault', reason };
}
