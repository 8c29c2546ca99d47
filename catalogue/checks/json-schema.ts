import type { JSONSchema } from 'json-schema-to-ts';
import { checkSchema } from '../check-schema.js';
import type { Issue } from '../read/issues.js';

/** What is wrong with a JSON Schema that stands at a path. */
export function schemaIssues(schema: JSONSchema, path: readonly (string | number)[]): Issue[] {
  try {
    checkSchema(schema, {});
    return [];
  } catch (error) {
    if (error instanceof RangeError) return [{ path, message: 'is a JSON Schema that refers to itself without end' }];
    return [{ path, message: `is no JSON Schema: ${error instanceof Error ? error.message : String(error)}` }];
  }
}
