import type { JSONSchema } from 'json-schema-to-ts';

/** A name, and how many open runs use what it stands for. */
export interface Used {
  readonly name: string;
  readonly runs: number;
}

/** What may be in use. */
export const KINDS_IN_USE = ['journeys', 'rules', 'actions', 'lookups', 'destinations'] as const;

export type KindInUse = (typeof KINDS_IN_USE)[number];

/** What a brand's open runs use: what they are runs of, what these may call or ask, and where that stands. */
export type InUse = Readonly<Record<KindInUse, readonly Used[]>>;

const USED: JSONSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, runs: { type: 'integer', minimum: 1 } },
    required: ['name', 'runs'],
  },
};

/** What `GET /v1/catalogue/in-use` answers. */
export const IN_USE_SCHEMA: JSONSchema = {
  type: 'object',
  properties: {
    brand: { type: 'string' },
    ...Object.fromEntries(KINDS_IN_USE.map((kind) => [kind, USED])),
  },
  required: ['brand', ...KINDS_IN_USE],
};
