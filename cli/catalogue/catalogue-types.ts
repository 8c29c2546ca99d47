import type { JSONSchema } from 'json-schema-to-ts';
import type { Field } from '../../catalogue/action/definition.js';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { MONEY_COMMENT } from '../../catalogue/event/money-schema.js';
import { isOwnEvent } from '../../workflows/contracts/runs/own-events.js';

type Schema = Record<string, unknown>;

/** Returns the schema that json-schema-to-typescript turns into exactly this type. */
const named = (tsType: string): Schema => ({ tsType });

/** Builds the module that declares events, actions and lookups. If brands differ, the type is a union. */
export async function catalogueTypes({ brands }: Catalogue): Promise<string> {
  const all = [...brands.values()];
  const interfaces = [
    await interfaceOf(
      'Events',
      shapes(
        all,
        ({ events }) => new Map([...events].filter(([type]) => !isOwnEvent(type))),
        ({ data }) => dataSchema(data),
      ),
    ),
    await interfaceOf(
      'Actions',
      shapes(
        all,
        ({ actions }) => actions,
        ({ fields, answer }) => objectOf({ fields: fieldsSchema(fields), answer: valueSchema(answer.schema) }),
      ),
    ),
    await interfaceOf(
      'Lookups',
      shapes(
        all,
        ({ lookups }) => lookups,
        ({ params, answer }) =>
          objectOf({
            ...(Object.keys(params).length === 0 ? {} : { params: fieldsSchema(params) }),
            answer: valueSchema(answer),
          }),
      ),
    ),
  ];
  const body = interfaces.join('\n\n');
  const imports = used(body, ['JsonObject', 'JsonValue', 'Money'], '../waypost.js');
  return `${imports.join('')}

/** Declarations of the catalogue. Written by \`npm run cli -- types\`: change the catalogue, not this file. */
declare module '../contracts/catalogue-types.js' {
${body}
}
`;
}

function used(body: string, names: readonly string[], from: string): string[] {
  const those = names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return those.length === 0 ? [] : [`import type { ${those.join(', ')} } from '${from}';`];
}

/** Returns the schema of each name over all brands. */
function shapes<T>(
  brands: readonly BrandCatalogue[],
  definitions: (brand: BrandCatalogue) => ReadonlyMap<string, T>,
  schemaOf: (definition: T) => Schema,
): Map<string, Schema> {
  const byName = new Map<string, Map<string, Schema>>();
  for (const brand of brands) {
    for (const [name, definition] of definitions(brand)) {
      const schema = schemaOf(definition);
      byName.set(name, (byName.get(name) ?? new Map<string, Schema>()).set(JSON.stringify(schema), schema));
    }
  }
  const union = (schemas: readonly Schema[]): Schema =>
    schemas.length === 1 ? (schemas[0] ?? {}) : { anyOf: schemas };
  return new Map([...byName].sort().map(([name, schemas]) => [name, union([...schemas.values()])]));
}

async function interfaceOf(name: string, properties: ReadonlyMap<string, Schema>): Promise<string> {
  if (properties.size === 0) return `interface ${name} {}`;
  const { compile } = await import('json-schema-to-typescript');
  const source = await compile(objectOf(Object.fromEntries(properties)), name, {
    additionalProperties: false,
    bannerComment: '',
    declareExternallyReferenced: false,
    format: false,
    strictIndexSignatures: true,
  });
  return source.replace(/^export /gm, '').trim();
}

function objectOf(properties: Readonly<Record<string, Schema>>, required = Object.keys(properties)): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function fieldsSchema(fields: Readonly<Record<string, Field>>): Schema {
  const required = Object.entries(fields).filter(([, field]) => field.required && field.default === undefined);
  const properties = Object.entries(fields).map(([name, { type }]) => [name, FIELD_SCHEMAS[type]]);
  return objectOf(
    Object.fromEntries(properties) as Record<string, Schema>,
    required.map(([name]) => name),
  );
}

const FIELD_SCHEMAS: Readonly<Record<Field['type'], Schema>> = {
  string: { type: 'string' },
  select: { type: 'string' },
  date: { type: 'string' },
  // A number that JavaScript can't hold exactly is its digits.
  number: { type: ['number', 'string'] },
  boolean: { type: 'boolean' },
  money: named('Money'),
};

function dataSchema(schema: JSONSchema): Schema {
  return typeof schema === 'boolean' ? named('JsonObject') : typed(schema);
}

function valueSchema(schema: JSONSchema): Schema {
  return typeof schema === 'boolean' ? named('JsonValue') : typed(schema);
}

/** Prepares a schema for the compiler: names the type of money, removes titles, which would become types. */
function typed(schema: object): Schema {
  return convert(schema) as Schema;
}

function convert(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(convert);
  if (typeof schema !== 'object' || schema === null) return schema;
  if ('$comment' in schema && schema.$comment === MONEY_COMMENT) return named('Money');
  const kept = Object.entries(schema).filter(
    ([key, value]) => key !== '$id' && (key !== 'title' || typeof value !== 'string'),
  );
  return Object.fromEntries(kept.map(([key, value]) => [key, convert(value)]));
}
