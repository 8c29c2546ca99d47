import type { JSONSchema } from 'json-schema-to-ts';
import type { AnswerMapping } from '../../workflows/contracts/calls/answers.js';
import type { JsonObject, JsonValue } from '../../workflows/contracts/json.js';
import { checkSchema } from '../json-schema.js';
import { valueAtPath } from '../lookup/select-answer.js';

/** The mapped part of a body, or the reason why the body does not fit. */
export type MappedAnswer = { readonly answer: JsonValue } | { readonly fault: string };

const MAX_KEPT_BYTES = 4 * 1024;
const MAX_SCHEMAS = 1_000;

/** Schemas by their text: one that comes out of a history is another object each time, and compiling takes its time. */
const known = new Map<string, JSONSchema>();

/**
 * Takes from a delivered answer's body what its action maps, and checks the shape. A name whose path leads nowhere is
 * left out: whether that is a fault is the schema's to say. What is mapped may have 4 kB.
 */
export function mapAnswer({ map, schema }: AnswerMapping, body: JsonValue): MappedAnswer {
  const answer = map === null ? body : pick(map, body);
  const fault = check(schema, answer);
  if (fault !== null) return { fault };
  const bytes = Buffer.byteLength(JSON.stringify(answer), 'utf8');
  return bytes > MAX_KEPT_BYTES
    ? { fault: `its answer has ${bytes} bytes, and 4096 are the limit: map only what is needed` }
    : { answer };
}

/** Whatever the schema is like, the call has been made and must be reported. */
function check(schema: JSONSchema, answer: JsonValue): string | null {
  try {
    const fault = checkSchema(sameSchema(schema), answer);
    return fault === null ? null : `its answer's ${fault.path || 'body'} ${fault.reason}`;
  } catch (error) {
    return `its answer can't be checked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function pick(map: Readonly<Record<string, string>>, body: JsonValue): JsonObject {
  const found = Object.entries(map).flatMap(([name, path]) => {
    const value = valueAtPath(body, path);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(found);
}

function sameSchema(schema: JSONSchema): JSONSchema {
  if (typeof schema === 'boolean') return schema;
  const text = JSON.stringify(schema);
  const same = known.get(text);
  if (same !== undefined) return same;
  if (known.size >= MAX_SCHEMAS) known.clear();
  known.set(text, schema);
  return schema;
}
