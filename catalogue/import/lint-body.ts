import type { Placeholder, TemplateNode, TextTemplate } from '../../templating/tree.js';
import type { Notes } from './pasted.js';
import type { ReadBody } from './read-body.js';
import type { WrittenField } from './read-fields.js';
import { namesFreeText, namesNumber } from './words.js';

interface Judge {
  readonly notes: Notes;
  readonly body: ReadBody;
  readonly fields: Readonly<Record<string, WrittenField>>;
}

/** Takes note of what was unsafe in a body where it came from, and of what is left to decide here. */
export function lintBody(body: ReadBody, fields: Readonly<Record<string, WrittenField>>, notes: Notes): void {
  if (body.tree !== null && body.contentType === 'json') lint({ notes, body, fields }, body.tree, '');
}

/** The fields that appear in a body without quotes. */
export function unquotedFields(node: TemplateNode | null): Set<string> {
  if (node === null) return new Set();
  if (node.kind === 'object') return union(node.entries.map(([, child]) => unquotedFields(child)));
  if (node.kind === 'list') return union(node.items.map(unquotedFields));
  return new Set(node.kind === 'value' && node.placeholder.path[0] === 'fields' ? [lastOf(node.placeholder)] : []);
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}

function lint(judge: Judge, node: TemplateNode, key: string): void {
  switch (node.kind) {
    case 'object':
      for (const [name, child] of node.entries) lint(judge, child, name);
      return;
    case 'list':
      lintWrapped(judge, node.items, key);
      for (const child of node.items) lint(judge, child, key);
      return;
    case 'value':
      lintUnquoted(judge, node.placeholder, key);
      return;
    case 'text':
      lintText(judge, node.parts, key);
      return;
    case 'literal':
      lintLiteral(judge, node.value, key);
  }
}

/** Fast Track's page writes `["#UserId#"]`; whether the list survives into the body is not documented there. */
function lintWrapped(judge: Judge, [only, ...others]: readonly TemplateNode[], key: string): void {
  const [part, ...more] = only?.kind === 'text' ? only.parts : [];
  if (typeof part !== 'object' || others.length + more.length > 0 || !part.written.startsWith('#')) return;
  at(judge, part, `"${key}" is sent as a list of one: add unwrap: true to send the value alone`);
}

function lintText(judge: Judge, parts: TextTemplate, key: string): void {
  const [only, ...others] = parts;
  if (typeof only === 'object' && others.length === 0) {
    lintQuoted(judge, only, key);
    return;
  }
  const literal = parts.filter((part) => typeof part === 'string').join('');
  const isJson = /[{[][^]*"|"\s*:/.test(literal);
  for (const part of parts) {
    if (typeof part === 'string') continue;
    at(
      judge,
      part,
      isJson
        ? `${part.written} is pasted into JSON inside the text of "${key}": a quote in its value still breaks the inner JSON. Send an object instead`
        : `${part.written} is pasted into the text of "${key}": a quote or line break in its value broke the JSON in the old system. Waypost escapes it`,
    );
  }
}

function lintQuoted(judge: Judge, placeholder: Placeholder, key: string): void {
  const { written } = placeholder;
  const field = placeholder.path[0] === 'fields' ? judge.fields[lastOf(placeholder)] : undefined;
  const isNumber = field?.type === 'number' || namesNumber(lastOf(placeholder)) || namesNumber(key);
  if (isNumber) {
    at(
      judge,
      placeholder,
      `${written} in quotes sends a number as text: remove the quotes if the endpoint expects a number`,
    );
  } else if (namesFreeText(lastOf(placeholder)) || namesFreeText(key)) {
    at(
      judge,
      placeholder,
      `${written} is free text: a quote or line break in it broke the JSON in the old system. Waypost escapes it`,
    );
  }
}

function lintUnquoted(judge: Judge, placeholder: Placeholder, key: string): void {
  const [root = ''] = placeholder.path;
  const field = root === 'fields' ? judge.fields[lastOf(placeholder)] : undefined;
  const isThere = root === 'player' || field?.required === true || field?.default !== undefined;
  if (isThere || placeholder.filters.some(({ name }) => name === 'default' || name === 'omit')) return;
  const fix =
    root === 'fields'
      ? 'give the field a default, or make it required'
      : `write {{${placeholder.text} | default: 0}}, or {{${placeholder.text} | omit}} to leave the key out`;
  at(
    judge,
    placeholder,
    `${placeholder.written} has no quotes and no default: a missing value broke the JSON of "${key}" in the old system. Waypost refuses the call: ${fix}`,
  );
}

function lintLiteral({ notes, body }: Judge, value: unknown, key: string): void {
  if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/.test(value) || !namesNumber(key)) return;
  // A literal carries no place of its own.
  const at = body.text.split('\n').findIndex((line) => line.includes(`"${key}"`) && line.includes(`"${value}"`));
  notes.add(
    body.lineOf(at + 1),
    `"${key}" is the number ${value} in quotes: remove them if the endpoint expects a number`,
  );
}

function at({ notes, body }: Judge, { place }: Placeholder, message: string): void {
  notes.add(body.lineOf(place?.line ?? 1), message);
}

function lastOf({ path }: Placeholder): string {
  return path.at(-1) ?? '';
}
