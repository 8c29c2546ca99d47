import type { JSONSchema } from 'json-schema-to-ts';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { checkSchema } from '../json-schema.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import { CHANNEL, type Guard } from './definition.js';

/** Faults of a brand's guard, above all those with which it would pass whatever the answer is. */
export function guardIssues(brand: BrandCatalogue, guard: Guard, declared: Declared): Issue[] {
  const at = ['guards', guard.name];
  const needed = Object.entries(brand.lookups.get(guard.lookup)?.params ?? {}).find(([, param]) => param.required);
  return [
    ...referenceIssues(brand, declared, 'lookups', guard.lookup, [...at, 'lookup']),
    ...(needed === undefined
      ? []
      : [
          {
            path: [...at, 'lookup'],
            message: `names a lookup that needs "${needed[0]}": use one without required params`,
          },
        ]),
    ...guard.matches.flatMap((match) =>
      Object.entries(match).flatMap(([path, values]) =>
        values.flatMap((value) => {
          const message = value === CHANNEL ? undeclared(brand, guard, path) : matchFault(brand, guard, path, value);
          return message === null ? [] : [{ path: [...at, guard.test], message }];
        }),
      ),
    ),
  ];
}

/** The reason why a guard can't ask by a channel; `null` if it can, or if it does not ask by channel. */
export function channelFault(brand: BrandCatalogue, guard: Guard, channel: string): string | null {
  const paths = guard.matches.flatMap((match) =>
    Object.entries(match).flatMap(([path, values]) => (values.includes(CHANNEL) ? [path] : [])),
  );
  return paths.map((path) => matchFault(brand, guard, path, channel)).find((fault) => fault !== null) ?? null;
}

/** An answer without what is tested must be no answer, and not one that passes. */
function undeclared(brand: BrandCatalogue, guard: Guard, path: string): string | null {
  const lookup = brand.lookups.get(guard.lookup);
  if (lookup === undefined || requiredPart(itemOf(lookup.answer), path) !== null) return null;
  return `tests ${path}, which the answer of ${lookup.name} might not hold: declare it in that lookup's schema and make it required`;
}

function matchFault(brand: BrandCatalogue, guard: Guard, path: string, value: JsonValue): string | null {
  const missing = undeclared(brand, guard, path);
  const lookup = brand.lookups.get(guard.lookup);
  if (missing !== null || lookup === undefined) return missing;
  const fault = checkSchema(requiredPart(itemOf(lookup.answer), path) ?? true, value);
  return fault === null ? null : `can't be ${JSON.stringify(value)}: ${path} of ${lookup.name} ${fault.reason}`;
}

type Mapping = Exclude<JSONSchema, boolean>;

/** The schema of each item of what a schema describes, where that is a list; else the schema itself. */
function itemOf(schema: JSONSchema): JSONSchema {
  const items = typeof schema === 'boolean' ? undefined : schema.items;
  return items === undefined || Array.isArray(items) ? schema : (items as JSONSchema);
}

/** The schema of a required part; `null` if the schema does not require it. */
function requiredPart(schema: JSONSchema, path: string): JSONSchema | null {
  let part: JSONSchema = schema;
  for (const key of path.split('.')) {
    const { properties, required }: Mapping = typeof part === 'boolean' ? {} : part;
    if (properties === undefined || !Object.hasOwn(properties, key) || !required?.includes(key)) return null;
    part = properties[key] as JSONSchema;
  }
  return part;
}
