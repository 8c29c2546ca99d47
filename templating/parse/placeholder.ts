import { suggestion } from '../closest.js';
import { isJsonNumber, numberOf } from '../digits.js';
import { TemplateInvalid } from '../errors.js';
import type { Place } from '../place.js';
import { type Filter, type Placeholder, ROOTS } from '../tree.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const PATH = /^[^\s.{}|":]+(?:\.[^\s.{}|":]+)*$/;
const PIECE = /(?:[^"|]|"(?:[^"\\]|\\.)*")+/g;
const FILTERS = ['default', 'omit', 'string', 'number', 'boolean', 'segments'];

/**
 * Parses what stands between the braces of the waypost and smartico dialects: `fields.note | default: "none" | string`.
 * @throws TemplateInvalid
 */
export function parsePlaceholder(source: string, place: Place | null = null): Placeholder {
  const [text = '', ...filters] = (source.match(PIECE) ?? []).map((piece) => piece.trim());
  const written = `{{${text}}}`;
  if (!PATH.test(text)) {
    const example = 'write {{event.amount}} or {{fields.note | default: "none"}}';
    throw new TemplateInvalid(`{{${source}}} names no value: ${example}`, place);
  }
  const path = parsePath(text, written, place);
  return { text, written, place, path, filters: filters.map((filter) => parseFilter(filter, written, place)) };
}

/**
 * Splits a dotted path and checks its root. `written` is what errors call the placeholder by.
 * @throws TemplateInvalid
 */
export function parsePath(text: string, written: string, place: Place | null): string[] {
  if (!PATH.test(text))
    throw new TemplateInvalid(`${written}: "${text}" is not a path such as state.first_name`, place);
  const path = text.split('.');
  const [root = ''] = path;
  if (!ROOTS.some((known) => known === root)) {
    const hint = suggestion(root, ROOTS, `: use one of ${ROOTS.join(', ')}`);
    throw new TemplateInvalid(`${written} begins with "${root}"${hint}`, place);
  }
  const forbidden = path.find((key) => FORBIDDEN.has(key));
  if (forbidden !== undefined) {
    throw new TemplateInvalid(`${written} uses "${forbidden}", which never resolves`, place);
  }
  return path;
}

function parseFilter(text: string, written: string, place: Place | null): Filter {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (name === 'default') {
    if (colon < 0) throw new TemplateInvalid(`${written}: default needs a value: write default: "none"`, place);
    return { name, value: parseArgument(text.slice(colon + 1).trim(), written, place) };
  }
  if (!isPlainFilter(name)) {
    const hint = suggestion(name, FILTERS, ': use default, omit, string, number, boolean, or segments in a path');
    throw new TemplateInvalid(`${written}: no filter "${name}"${hint}`, place);
  }
  if (colon >= 0)
    throw new TemplateInvalid(`${written}: ${name} has no value: remove the colon and what follows`, place);
  return { name };
}

function isPlainFilter(name: string): name is Exclude<Filter['name'], 'default'> {
  return name !== 'default' && FILTERS.includes(name);
}

function parseArgument(text: string, written: string, place: Place | null): unknown {
  if (isJsonNumber(text)) return numberOf(text);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  } catch {
    // Told below, in words that name the placeholder.
  }
  throw new TemplateInvalid(
    `${written}: default must be a "string", a number, true, false or null, not ${text}`,
    place,
  );
}
