/** The types of JSON, as errors call them; an integer is a number. */
export type JsonType = 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';

/** Knowledge of a value before there is one. */
export interface Shape {
  /** The types it may have; empty where nothing is known of it. */
  readonly types: readonly JsonType[];
  /** Shapes of an object's properties. */
  readonly properties: Readonly<Record<string, Shape>>;
  /** True if an object can have other properties too. */
  readonly open: boolean;
  /** Shape of each item of a list. */
  readonly items: Shape | null;
}

/** Nothing is known: anything may be there. */
export const ANY: Shape = { types: [], properties: {}, open: true, items: null };

/** A value of one of these types, with nothing else known. */
export function shapeOfType(...types: readonly JsonType[]): Shape {
  return { ...ANY, types };
}

/** An object with these properties and no others. */
export function shapeOfObject(properties: Readonly<Record<string, Shape>>): Shape {
  return { types: ['object'], properties, open: false, items: null };
}

/**
 * Reads a shape from a JSON Schema, by `type`, `const`, `enum`, `properties`, `additionalProperties` and `items`. Any
 * other keyword (`$ref`, `anyOf`, `if` …) makes the shape unknown, to avoid false faults. As in JSON Schema, an object
 * is open unless `additionalProperties` is false.
 */
export function shapeOfSchema(schema: unknown): Shape {
  if (!isRecord(schema) || UNREADABLE.some((keyword) => keyword in schema)) return ANY;
  const properties = isRecord(schema.properties) ? schema.properties : {};
  return {
    types: typesOf(schema, Object.keys(properties).length > 0),
    properties: Object.fromEntries(Object.entries(properties).map(([name, child]) => [name, shapeOfSchema(child)])),
    open: schema.additionalProperties !== false || 'patternProperties' in schema,
    items: 'items' in schema ? shapeOfSchema(schema.items) : null,
  };
}

const UNREADABLE = ['$ref', '$dynamicRef', 'allOf', 'anyOf', 'oneOf', 'not', 'if'];

const TYPES: Readonly<Record<string, JsonType>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
  object: 'object',
  array: 'array',
};

function typesOf(schema: Readonly<Record<string, unknown>>, hasProperties: boolean): JsonType[] {
  if ('const' in schema) return [typeOf(schema.const)];
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(typeOf))];
  const named: unknown[] = Array.isArray(schema.type) ? schema.type : [schema.type];
  const types = named.flatMap((name) => (typeof name === 'string' ? (TYPES[name] ?? []) : []));
  return types.length === 0 && hasProperties ? ['object'] : [...new Set(types)];
}

/** The type of a JSON value. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return TYPES[typeof value] ?? 'object';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
