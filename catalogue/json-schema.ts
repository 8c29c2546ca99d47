import { Ajv, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import type { JSONSchema } from 'json-schema-to-ts';
import type { Issue } from './load/issues.js';

/** A value that does not have the shape it should. `path` (`amount.currency`) is where; empty for the whole. */
export interface SchemaFault {
  readonly path: string;
  readonly reason: string;
}

// Schemas are literals that json-schema-to-ts reads too: stricter rules than the standard's own would refuse good ones.
const OPTIONS = { strict: false, logger: false } as const;

/** Judges schemas and compiles none: whatever an instance has compiled it keeps for ever, ids and all. */
const judge = new Ajv(OPTIONS);
formats.default(judge);

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * Checks a value against a JSON Schema; `null` when it fits. Each schema is compiled once.
 * @throws Error when the schema itself is none
 */
export function checkSchema(schema: JSONSchema, value: unknown): SchemaFault | null {
  if (typeof schema === 'boolean') return schema ? null : { path: '', reason: 'boolean schema is false' };
  const validate = validatorOf(schema);
  if (validate(value)) return null;
  const [error] = validate.errors ?? [];
  return error === undefined ? { path: '', reason: 'does not fit' } : toFault(error);
}

function validatorOf(schema: Exclude<JSONSchema, boolean>): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  void judge.validateSchema(schema as AnySchemaObject, true);
  // One instance each: it goes when its schema does, and ids in one schema mean nothing to another.
  const ajv = new Ajv({ ...OPTIONS, validateSchema: false });
  formats.default(ajv);
  const validate = ajv.compile(schema as AnySchemaObject);
  compiled.set(schema, validate);
  return validate;
}

function toFault(error: ErrorObject): SchemaFault {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  if (error.keyword === 'required') {
    return { path: [...path, String(error.params['missingProperty'])].join('.'), reason: 'is required' };
  }
  if (error.keyword === 'additionalProperties') {
    return { path: [...path, String(error.params['additionalProperty'])].join('.'), reason: 'is unknown' };
  }
  return { path: path.join('.'), reason: error.message ?? 'does not fit' };
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Faults of a JSON Schema; `path` is its place. */
export function schemaIssues(schema: JSONSchema, path: readonly (string | number)[]): Issue[] {
  try {
    checkSchema(schema, {});
    return [];
  } catch (error) {
    if (error instanceof RangeError)
      return [{ path, message: 'is a JSON Schema with an endless reference to itself: remove the cycle' }];
    return [{ path, message: `is not a valid JSON Schema: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
