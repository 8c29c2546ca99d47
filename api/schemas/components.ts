import { z } from 'zod';

/** The named schemas of the OpenAPI document: the same objects that validate. */
export const components = z.registry<{ id: string }>();

/** Names a schema, so that the document refers to it as `#/components/schemas/{id}`. */
export function component<S extends z.ZodType>(id: string, schema: S): S {
  components.add(schema, { id });
  return schema;
}

/** The name of a schema that was named. */
export function componentName(schema: z.ZodType): string {
  const entry = components.get(schema);
  if (!entry) throw new Error('A schema of a route has no name: wrap it in component().');
  return entry.id;
}
