import { stringify } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from '../../workflows/contracts/json.js';
import type { OptionList } from './definition.js';
import { readOptions } from './read-options.js';

/** Paths of an option list's items in an answer, and of text and value in an item. */
export type OptionMapping = Pick<OptionList, 'items' | 'text' | 'value'>;

/** The envelope that dropdowns are filled from: `{ Data: [{ text, value }], Success, Errors }`. */
const STANDARD_MAPPING: OptionMapping = { items: 'Data', text: 'text', value: 'value' };

/** Greatest depth of a list in an answer, and of text and value in an item. */
const MAX_DEPTH = 5;
const MAX_ITEM_DEPTH = 3;

/** Number of items that are examined. */
const LOOKED_AT = 50;

/** Common names of text and value, the likeliest first. */
const TEXTS = ['text', 'label', 'title', 'displayname', 'name', 'caption', 'description'];
const VALUES = ['value', 'code', 'id', 'key', 'slug', 'uuid', 'sku'];

/**
 * Guesses the mapping by which an answer that is no standard envelope can be read as an option list: the longest list of
 * objects in it, and the likeliest of their keys. `null` where there is no list of objects, or nothing in them to show.
 */
function proposeMapping(body: JsonValue): OptionMapping | null {
  const lists = listsIn(body, []).sort((a, b) => b.items.length - a.items.length);
  for (const { path, items } of lists) {
    const keys = keysOf(items.slice(0, LOOKED_AT));
    const value = likeliest(keys, VALUES, null);
    const text = value && likeliest(keys, TEXTS, value);
    if (value !== null && text !== null) return { items: path.join('.'), text, value };
  }
  return null;
}

/** A key of items: how many have a filled text or number there, and how many different ones. */
interface Key {
  readonly path: string;
  readonly filled: number;
  readonly different: number;
}

function listsIn(body: JsonValue, path: readonly string[]): { path: readonly string[]; items: JsonObject[] }[] {
  if (Array.isArray(body)) {
    const items = body.filter(isJsonObject);
    return items.length === 0 ? [] : [{ path, items }];
  }
  if (!isJsonObject(body) || path.length >= MAX_DEPTH) return [];
  // A path is split at its dots.
  return Object.entries(body).flatMap(([key, child]) => (key.includes('.') ? [] : listsIn(child, [...path, key])));
}

function keysOf(items: readonly JsonObject[]): Key[] {
  const values = new Map<string, (string | number)[]>();
  for (const item of items) {
    for (const [path, value] of leavesOf(item, [])) values.set(path, [...(values.get(path) ?? []), value]);
  }
  return [...values].map(([path, found]) => ({ path, filled: found.length, different: new Set(found).size }));
}

function leavesOf(item: JsonObject, above: readonly string[]): [string, string | number][] {
  return Object.entries(item).flatMap(([key, value]): [string, string | number][] => {
    const path = [...above, key];
    if (key.includes('.')) return [];
    if (isJsonObject(value) && path.length < MAX_ITEM_DEPTH) return leavesOf(value, path);
    return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
      ? [[path.join('.'), value]]
      : [];
  });
}

/** The key that most items have, known names first, then the one with the most different values. `taken` comes last. */
function likeliest(keys: readonly Key[], names: readonly string[], taken: string | null): string | null {
  const rank = ({ path }: Key): number => {
    const at = names.indexOf(lastOf(path).toLowerCase().replace(/[_-]/g, ''));
    return at === -1 ? names.length : at;
  };
  const [best] = [...keys].sort(
    (a, b) =>
      Number(a.path === taken) - Number(b.path === taken) ||
      rank(a) - rank(b) ||
      b.filled - a.filled ||
      b.different - a.different ||
      a.path.length - b.path.length,
  );
  return best?.path ?? null;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}

/** The verdict on an answer as an option list. */
export type Judgement =
  /** It is the standard envelope. */
  | { readonly kind: 'fits'; readonly count: number; readonly note: string | null }
  /** It is not, and why; with this mapping, as YAML, it serves unchanged. */
  | { readonly kind: 'mapped'; readonly reason: string; readonly count: number; readonly yaml: string }
  /** It can't be read, and why; `nearest` says so of the likeliest mapping, as YAML, where there is any. */
  | {
      readonly kind: 'unfit';
      readonly reason: string;
      readonly nearest: { readonly yaml: string; readonly reason: string } | null;
    };

/** Judges an endpoint's answer: whether it fits the standard envelope, else by which mapping it can be read. */
export function judgeOptions(body: JsonValue, status: number): Judgement {
  const standard = readOptions(STANDARD_MAPPING, body, status);
  if (standard.kind === 'options') return { kind: 'fits', count: standard.items.length, note: standard.note };
  const { reason } = standard;
  const mapping = proposeMapping(body);
  if (mapping === null) return { kind: 'unfit', reason, nearest: null };
  const mapped = readOptions(mapping, body, status);
  const yaml = stringify(mapping).trimEnd();
  if (mapped.kind === 'options') return { kind: 'mapped', reason, count: mapped.items.length, yaml };
  const isSame = mapped.reason === reason;
  return { kind: 'unfit', reason, nearest: isSame ? null : { yaml, reason: mapped.reason } };
}
