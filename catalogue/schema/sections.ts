import type { z } from 'zod';
import { actionSchema } from '../action/schema.js';
import { brandSchema } from '../brand/schema.js';
import { destinationSchema } from '../destination/schema.js';
import { eventSchema } from '../event/schema.js';
import { journeySchema } from '../journey/schema.js';
import type { Section } from '../load/faults.js';
import { lookupSchema, optionListSchema } from '../lookup/schema.js';
import { ruleSchema } from '../rule/schema.js';
import { sourceSchema } from '../source/schema.js';

/** The schema of a file of the catalogue. */
export interface SectionSchema {
  readonly section: Section;
  /** Purpose of the file, a sentence. */
  readonly about: string;
  /** The kinds of definition in it, by what people call them; `brand` is the file itself, and has one. */
  readonly kinds: Readonly<Record<string, z.ZodType>>;
  /** True if shared/ can have it too. */
  readonly shared: boolean;
}

/** The files of the catalogue, in the order in which one writes them. */
export const SECTION_SCHEMAS: readonly SectionSchema[] = [
  {
    section: 'brand',
    about: "The brand's settings. Its name is the name of its folder.",
    kinds: { brand: brandSchema },
    shared: false,
  },
  {
    section: 'destinations',
    about: "The brand's endpoints: base URL, auth and rate limits.",
    kinds: { destination: destinationSchema },
    shared: false,
  },
  {
    section: 'events',
    about: 'Events of a player, by type.',
    kinds: { event: eventSchema },
    shared: true,
  },
  {
    section: 'actions',
    about: 'The callbacks that journeys and rules make.',
    kinds: { action: actionSchema },
    shared: true,
  },
  {
    section: 'lookups',
    about: 'Questions to ask before a call (lookups), and options of dropdowns (option lists).',
    kinds: { lookup: lookupSchema, 'option list': optionListSchema },
    shared: true,
  },
  {
    section: 'journeys',
    about: 'Journeys that the brand runs: when, for whom, and with which settings.',
    kinds: { journey: journeySchema },
    shared: false,
  },
  {
    section: 'rules',
    about: 'Actions to call when an event arrives and all conditions hold.',
    kinds: { rule: ruleSchema },
    shared: true,
  },
  {
    section: 'sources',
    about: 'Entry points for upstream systems with their own event format.',
    kinds: { source: sourceSchema },
    shared: true,
  },
];
