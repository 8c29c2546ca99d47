import { isJsonObject, type JsonValue } from '../../workflows/contracts/json.js';
import { readYaml, type YamlFile } from '../load/yaml-file.js';
import { ImportRefused, type Key, knownKey, type Pasted, PastedBuilder } from './pasted.js';

/** Keys below `auth`. */
const AUTH: Readonly<Record<string, Key>> = { type: 'auth', header: 'authHeader', kind: 'auth' };

/**
 * Reads a definition that is written as YAML or JSON; `auth`, `headers` and `fields` may be mappings, the body a tree.
 * @throws ImportRefused
 */
export function readMapping(text: string): Pasted {
  const file = readYaml('', text);
  const [fault] = file.faults;
  if (fault) throw new ImportRefused(fault.line ?? 1, fault.message);
  const pasted = new PastedBuilder();
  for (const [name, value] of Object.entries(file.content ?? {})) {
    read(pasted, { file, text, path: [name] }, knownKey(name, lineAt(file, [name])), value as JsonValue);
  }
  return pasted.build();
}

/** The place of a value. */
interface Spot {
  readonly file: YamlFile;
  readonly text: string;
  readonly path: readonly (string | number)[];
}

function read(pasted: PastedBuilder, spot: Spot, key: Key, value: JsonValue): void {
  const line = lineAt(spot.file, spot.path);
  if (value === null) return;
  if (key === 'body') readBody(pasted, spot, value, line);
  else if (key === 'headers') {
    for (const [name, one] of pairsOf(value, line)) pasted.header(name, textOf(one, line, name), below(spot, name));
  } else if (key === 'fields') {
    for (const [name, one] of pairsOf(value, line)) pasted.field(name, one, below(spot, name));
  } else if (key === 'auth' && typeof value === 'object') {
    for (const [name, one] of pairsOf(value, line)) {
      const at = { ...spot, path: [...spot.path, name] };
      read(pasted, at, AUTH[name] ?? knownKey(name, lineAt(spot.file, at.path)), one);
    }
  } else pasted.entry(key, textOf(value, line, key), line);
}

function readBody(pasted: PastedBuilder, { text }: Spot, value: JsonValue, line: number): void {
  if (typeof value !== 'string') {
    pasted.body(JSON.stringify(value, null, 2), line, false);
    return;
  }
  const isBlock = /:\s*\|[-+\d]*\s*(#.*)?$/.test(text.split('\n')[line - 1] ?? '');
  pasted.body(value.trimEnd(), isBlock ? line + 1 : line, isBlock);
}

/** The members of a mapping, or a list of names. */
function pairsOf(value: JsonValue, line: number): [string, JsonValue][] {
  if (Array.isArray(value)) return value.map((name) => [textOf(name, line, 'the list'), '']);
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  throw new ImportRefused(line, 'must be a mapping of names to values');
}

/** A reference to a secret stays one. */
function textOf(value: JsonValue, line: number, what: string): string {
  if (isJsonObject(value) && typeof value['env'] === 'string') {
    return `\${${value['env']}}`;
  }
  if (typeof value === 'object') throw new ImportRefused(line, `${what} must be text`);
  return String(value);
}

function below({ file, path }: Spot, name: string): number {
  return lineAt(file, [...path, name]);
}

function lineAt(file: YamlFile, path: readonly (string | number)[]): number {
  return file.locate(path).line;
}
