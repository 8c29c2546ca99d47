import { z } from 'zod';
import { isNative } from '../action/native.js';
import { NATIVE_NAMES } from '../brand/definition.js';
import { SECTION_SCHEMAS, type SectionSchema } from './sections.js';

/** A JSON Schema as it is published. */
export type PublishedSchema = Readonly<Record<string, unknown>>;

/**
 * The JSON Schemas by which editors know the files of a catalogue, by file name. `actions.json` is for a whole
 * definition, `actions.brand.json` for a brand's, which may be a part that goes over the shared one.
 */
export function publishedSchemas(): Record<string, PublishedSchema> {
  const files = SECTION_SCHEMAS.flatMap((one): [string, PublishedSchema][] => {
    const { section, shared } = one;
    return [
      [`${section}.json`, fileSchema(one, false)],
      ...(shared ? [[`${section}.brand.json`, fileSchema(one, true)] as [string, PublishedSchema]] : []),
    ];
  });
  return Object.fromEntries(files);
}

/** The JSON Schema of one kind of definition, as it is written. */
export function definitionSchema(kind: z.ZodType): PublishedSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(kind, { io: 'input', unrepresentable: 'any' });
  return schema;
}

function fileSchema({ section, about, kinds }: SectionSchema, partial: boolean): PublishedSchema {
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${section}.yaml`,
    description: about,
  };
  const definitions = Object.values(kinds).map(definitionSchema);
  if (section === 'brand') return { ...head, ...definitions[0] };
  const whole = oneOf(definitions.map(withoutParts));
  const part = oneOf(definitions.map(withoutParts).map(withoutRequired));
  const parts = Object.assign({}, ...definitions.map(({ $defs }) => $defs)) as Record<string, unknown>;
  // Native definitions have all they need already; an event needs no more than its name.
  const native = NATIVE_NAMES.filter((name) => isNative(section, name)).map((name) => [name, part]);
  const each = partial ? part : whole;
  return {
    ...head,
    type: ['object', 'null'],
    ...(native.length === 0 ? {} : { properties: Object.fromEntries(native) as Record<string, PublishedSchema> }),
    additionalProperties: section === 'events' ? { anyOf: [each, { type: 'null' }] } : each,
    ...(Object.keys(parts).length === 0 ? {} : { $defs: parts }),
  };
}

function oneOf(schemas: readonly PublishedSchema[]): PublishedSchema {
  const [first = {}, ...others] = schemas;
  return others.length === 0 ? first : { anyOf: schemas };
}

/** Without `$defs`, which belong at the root of the file's schema. */
function withoutParts({ $defs: _, ...schema }: PublishedSchema): PublishedSchema {
  return schema;
}

function withoutRequired({ required: _, ...schema }: PublishedSchema): PublishedSchema {
  return schema;
}
