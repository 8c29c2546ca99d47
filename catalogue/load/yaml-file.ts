import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml';
import type { Fault } from './faults.js';

/** The largest file that is read, in characters. */
const MAX_FILE_LENGTH = 4 * 1024 * 1024;

/** A place in the file; `depth` counts the keys of the path that were found. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly depth: number;
}

/** A file of YAML as plain JSON, and where each part of it stands. */
export interface YamlFile {
  /** Below the catalogue's folder: `shared/actions.yaml`. */
  readonly file: string;
  /** `undefined` when it can't be used at all. */
  readonly content: Readonly<Record<string, unknown>> | undefined;
  readonly faults: readonly Fault[];
  /** The place of the last part of a path that the file has. */
  locate(path: readonly (string | number)[]): Place;
}

/** Reads YAML 1.2 as plain JSON: no duplicate keys, no tags, no cycles, no bombs, no number that would be rounded. */
export function readYaml(file: string, source: string): YamlFile {
  if (source.length > MAX_FILE_LENGTH) {
    return unusable(file, [wholeFault(file, `is larger than ${MAX_FILE_LENGTH / 1024} kB: split or shorten it`)]);
  }
  const lines = new LineCounter();
  const placeOf = (offset: number) => lines.linePos(offset);
  const at = (offset: number, message: string): Fault => {
    const { line, col } = placeOf(offset);
    return { file, line, column: col, field: '', message, brands: [] };
  };
  try {
    const document = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const faults = [
      ...[...document.errors, ...document.warnings].map(({ pos, code, message }) =>
        at(pos[0], sentence(code, message)),
      ),
      ...contentFaults(document).map(({ offset, message }) => at(offset, message)),
    ];
    if (faults.length > 0) return unusable(file, faults);
    const content: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
    if (typeof content !== 'object' || Array.isArray(content)) {
      return unusable(file, [at(0, 'must be a mapping of names to definitions')]);
    }
    return {
      file,
      content: content as Record<string, unknown>,
      faults: [],
      locate: (path) => locate(document, path, placeOf),
    };
  } catch (error) {
    return unusable(file, [wholeFault(file, explain(error))]);
  }
}

/** A fault of a file as a whole. */
export function wholeFault(file: string, message: string): Fault {
  return { file, line: null, column: null, field: '', message, brands: [] };
}

function unusable(file: string, faults: readonly Fault[]): YamlFile {
  return { file, content: undefined, faults, locate: () => ({ line: 1, column: 1, depth: 0 }) };
}

function sentence(code: string, message: string): string {
  if (code === 'DUPLICATE_KEY') return 'appears twice in its mapping: remove one';
  if (code === 'TAG_RESOLVE_FAILED') return `has an unknown tag: ${message}: use plain values`;
  if (code === 'MULTIPLE_DOCS') return 'starts a second document: keep only one in a file';
  return `is not valid YAML: ${message}`;
}

function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError) return 'is nested too deeply: flatten it';
  if (message.includes('alias count'))
    return 'repeats its aliases so often that it would exhaust memory: write the values out';
  return `can't be read: ${message}`;
}

interface Mark {
  readonly offset: number;
  readonly message: string;
}

/** Faults of content that YAML allows and JSON can't hold. */
function contentFaults(document: Document.Parsed): Mark[] {
  const marks: Mark[] = [];
  const mark = (node: Node, message: string): void => {
    marks.push({ offset: node.range?.[0] ?? 0, message });
  };
  visit(document, {
    Alias: (_, alias, path) => {
      const target = alias.resolve(document);
      if (target && path.includes(target)) mark(alias, `*${alias.source} refers to itself: remove the cycle`);
    },
    Scalar: (_, scalar) => {
      const { value } = scalar;
      if (typeof value === 'bigint' || (typeof value === 'number' && !isExact(value))) {
        mark(scalar, `${scalar.source ?? 'it'} is a number that would be rounded: put it in quotes`);
      }
    },
  });
  return marks;
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function locate(
  document: Document.Parsed,
  path: readonly (string | number)[],
  placeOf: (offset: number) => { line: number; col: number },
): Place {
  let node: unknown = document.contents;
  let offset = 0;
  let depth = 0;
  for (const key of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof key === 'number' && key < node.items.length) {
      node = node.items[key];
      offset = (node as Node).range?.[0] ?? offset;
    } else break;
    depth += 1;
  }
  const { line, col } = placeOf(offset);
  return { line, column: col, depth };
}
