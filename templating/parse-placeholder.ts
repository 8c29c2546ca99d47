import { Digits, isJsonNumber } from './digits.js';
import { TemplateInvalid } from './errors.js';
import { ROOTS, type Filter, type Placeholder } from './tree.js';

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);
const PATH = /^[^\s.{}|":]+(?:\.[^\s.{}|":]+)*$/;
const PIECE = /(?:[^"|]|"(?:[^"\\]|\\.)*")+/g;

/** Parses what stands between the braces of the waypost dialect: `fields.note | default: "none" | string`. */
export function parsePlaceholder(source: string): Placeholder {
  const [path = '', ...filters] = (source.match(PIECE) ?? []).map((piece) => piece.trim());
  if (!PATH.test(path)) {
    throw new TemplateInvalid(
      `{{${source}}} names no value: write {{event.amount}} or {{fields.note | default: "none"}}`,
    );
  }
  return { text: path, path: parsePath(path), filters: filters.map((filter) => parseFilter(filter, path)) };
}

function parsePath(text: string): string[] {
  const path = text.split('.');
  if (!ROOTS.some((root) => root === path[0])) {
    throw new TemplateInvalid(`{{${text}}} begins with "${path[0]}": use one of ${ROOTS.join(', ')}`);
  }
  const forbidden = path.find((key) => FORBIDDEN.has(key));
  if (forbidden !== undefined) throw new TemplateInvalid(`{{${text}}} uses "${forbidden}", which never resolves`);
  return path;
}

function parseFilter(text: string, path: string): Filter {
  const colon = text.indexOf(':');
  const name = (colon < 0 ? text : text.slice(0, colon)).trim();
  if (name === 'default') {
    if (colon < 0) throw new TemplateInvalid(`{{${path}}}: default needs a value: write default: "none"`);
    return { name, value: parseArgument(text.slice(colon + 1).trim(), path) };
  }
  if (name !== 'omit' && name !== 'string' && name !== 'number' && name !== 'boolean') {
    throw new TemplateInvalid(`{{${path}}}: no filter "${name}": use default, omit, string, number or boolean`);
  }
  if (colon >= 0) throw new TemplateInvalid(`{{${path}}}: ${name} takes no value`);
  return { name };
}

function parseArgument(text: string, path: string): unknown {
  if (isJsonNumber(text)) return String(Number(text)) === text ? Number(text) : new Digits(text);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  } catch {
    // Told below, in words that name the placeholder.
  }
  throw new TemplateInvalid(`{{${path}}}: default takes a "string", a number, true, false or null, not ${text}`);
}
