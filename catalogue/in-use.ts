import type { JSONSchema } from 'json-schema-to-ts';
import type { BrandCatalogue } from './brand/definition.js';

/** A definition's name, and the number of open runs that use it. */
export interface Used {
  readonly name: string;
  readonly runs: number;
}

/** The kinds of definition that open runs can use. */
export const KINDS_IN_USE = ['journeys', 'rules', 'actions', 'lookups', 'destinations'] as const;

export type KindInUse = (typeof KINDS_IN_USE)[number];

/**
 * Definitions that a brand's open runs use: their journey or rule, the actions and lookups that it can call, and the
 * destinations behind those.
 */
export type InUse = Readonly<Record<KindInUse, readonly Used[]>>;

const USED: JSONSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { name: { type: 'string' }, runs: { type: 'integer', minimum: 1 } },
    required: ['name', 'runs'],
  },
};

/** Answer of `GET /v1/catalogue/in-use`. */
export const IN_USE_SCHEMA: JSONSchema = {
  type: 'object',
  properties: {
    brand: { type: 'string' },
    ...Object.fromEntries(KINDS_IN_USE.map((kind) => [kind, USED])),
  },
  required: ['brand', ...KINDS_IN_USE],
};

/** Effect on open runs, and the fix, by kind of removed definition. */
const LOSSES: Readonly<Record<KindInUse, { called: string; sentence: (runs: string, brand: string) => string }>> = {
  journeys: {
    called: 'journey',
    sentence: (runs, brand) =>
      `${runs} would receive no more events: keep it in ${brand}/journeys.yaml until they have closed (enabled: false stops new runs), or cancel them`,
  },
  rules: {
    called: 'rule',
    sentence: (runs) =>
      `${runs} might still need it: keep it until they have closed (enabled: false stops new runs), or cancel them`,
  },
  actions: { called: 'action', sentence: (runs) => `${runs} might call it: ${KEEP}` },
  lookups: { called: 'lookup', sentence: (runs) => `${runs} might ask it: ${KEEP}` },
  destinations: { called: 'destination', sentence: (runs) => `${runs} might send to it: ${KEEP}` },
};

const KEEP = 'keep it until they have closed, or cancel them';

/**
 * Describes what a changed catalogue removes from a brand's open runs: a sentence each, with brand, name, number of
 * runs and fix.
 */
export function takenAway(name: string, brand: BrandCatalogue | undefined, inUse: InUse): string[] {
  if (brand === undefined) {
    const runs = [...inUse.journeys, ...inUse.rules].reduce((sum, used) => sum + used.runs, 0);
    return runs === 0 ? [] : [`${name}: the brand is removed, and ${openRuns(runs)} belong to it: keep its folder`];
  }
  return KINDS_IN_USE.flatMap((kind) => {
    const { called, sentence } = LOSSES[kind];
    return inUse[kind]
      .filter((used) => !brand[kind].has(used.name))
      .map((used) => `${name}: the ${called} ${used.name} is removed, and ${sentence(openRuns(used.runs), name)}`);
  });
}

function openRuns(count: number): string {
  return count === 1 ? '1 open run' : `${count} open runs`;
}
