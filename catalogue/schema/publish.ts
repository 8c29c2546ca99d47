import { z } from 'zod';
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
  const definitions = Object.values(kinds).map(definitionSchema);
  const head = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `${section}.yaml`,
    description: about,
  };
  const [first = {}, ...others] = definitions.map((schema) => (partial ? withoutRequired(schema) : schema));
  if (section === 'brand') return { ...head, ...first };
  const definition = others.length === 0 ? first : { anyOf: [first, ...others] };
  // An event needs no more than its name.
  const additionalProperties = section === 'events' ? { anyOf: [definition, { type: 'null' }] } : definition;
  return { ...head, type: ['object', 'null'], additionalProperties };
}

function withoutRequired({ required: _, ...schema }: PublishedSchema): PublishedSchema {
  return schema;
}
