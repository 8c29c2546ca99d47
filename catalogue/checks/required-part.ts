import type { JSONSchema } from 'json-schema-to-ts';

type Mapping = Exclude<JSONSchema, boolean>;

/** The schema of each item of what a schema describes, where that is a list; else the schema itself. */
export function itemOf(schema: JSONSchema): JSONSchema {
  const items = typeof schema === 'boolean' ? undefined : schema.items;
  return items === undefined || Array.isArray(items) ? schema : (items as JSONSchema);
}

/** What a schema says of a part that it requires; `null` where it does not say that the part is there. */
export function requiredPart(schema: JSONSchema, path: string): JSONSchema | null {
  let part: JSONSchema = schema;
  for (const key of path.split('.')) {
    const { properties, required }: Mapping = typeof part === 'boolean' ? {} : part;
    if (properties === undefined || !Object.hasOwn(properties, key) || !required?.includes(key)) return null;
    part = properties[key] as JSONSchema;
  }
  return part;
}
