import type { z } from 'zod';
import type { JsonObject } from '../../workflows/contracts/json.js';
import { nativeActions, nativeLists, type RawDefinition } from '../action/native.js';
import { toAction } from '../action/read.js';
import { actionSchema } from '../action/schema.js';
import { toDestination } from '../destination/read.js';
import { destinationSchema } from '../destination/schema.js';
import { OWN_EVENT_DEFINITIONS } from '../event/own-events.js';
import { toEvent } from '../event/read.js';
import { eventSchema } from '../event/schema.js';
import { journeySchema } from '../journey/schema.js';
import type { Section, UnplacedFault } from '../load/faults.js';
import type { SectionFiles } from '../load/folder.js';
import { type Report, toIssues } from '../load/issues.js';
import { mergeLayers } from '../load/layers.js';
import { toLookup, toOptionList } from '../lookup/read.js';
import { lookupSchema, optionListSchema } from '../lookup/schema.js';
import { toRule, toSwitches } from '../rule/read.js';
import { ruleSchema } from '../rule/schema.js';
import { toGuards } from '../send-conditions/read.js';
import { toSource } from '../source/read.js';
import { sourceSchema } from '../source/schema.js';
import type { BrandCatalogue } from './definition.js';
import { brandSchema } from './schema.js';
import { type Taken, takenOf } from './taken.js';

/** The files that define a brand. */
export interface BrandFiles {
  readonly brand: string;
  readonly shared: SectionFiles;
  readonly own: SectionFiles;
  readonly environment: NodeJS.ProcessEnv;
}

/** A brand as far as its definitions have the right shape, and what is wrong with the others. */
export interface ReadBrand {
  readonly catalogue: BrandCatalogue;
  readonly findings: readonly UnplacedFault[];
  /** Every name of a section, also of definitions that are faulty; `null` where a file can't be read. */
  readonly names: ReadonlyMap<Section, ReadonlySet<string> | null>;
}

/** Reads one brand: its own definitions merged over the shared and native ones. */
export function readBrand(files: BrandFiles): ReadBrand {
  return new BrandReader(files).read();
}

class BrandReader {
  readonly #files: BrandFiles;
  readonly #findings: UnplacedFault[] = [];
  readonly #names = new Map<Section, ReadonlySet<string> | null>();
  #taken: Taken = { takes: () => true, untaken: new Map() };

  constructor(files: BrandFiles) {
    this.#files = files;
  }

  read(): ReadBrand {
    const { brand, environment } = this.#files;
    const { operatorApi = null, playerState = null, guards, uses, except, ...about } = this.#brand();
    this.#taken = takenOf({ uses, except }, this.#files.shared, this.#report('brand'));
    const destinations = this.#section('destinations', destinationSchema, (name, written, report) =>
      toDestination(name, written, environment, report),
    );
    const actions = this.#section(
      'actions',
      actionSchema,
      (name, written, report) =>
        toAction(name, written, { destination: destinations.get(written.destination), aliases: about.aliases }, report),
      operatorApi === null ? {} : nativeActions(operatorApi),
    );
    const notificationTypes = new Map([...actions].map(([name, { notificationType }]) => [notificationType, name]));
    const lists = operatorApi === null ? {} : nativeLists(operatorApi);
    const catalogue: BrandCatalogue = {
      brand,
      ...about,
      operatorApi,
      playerState,
      guards: toGuards(guards),
      events: this.#section('events', eventSchema, toEvent, OWN_EVENT_DEFINITIONS),
      destinations,
      actions,
      lookups: this.#section('lookups', lookupSchema, toLookup, lists, (raw) => kindOf(raw) !== 'options'),
      optionLists: this.#section('lookups', optionListSchema, toOptionList, lists, (raw) => kindOf(raw) === 'options'),
      journeys: this.#section('journeys', journeySchema, (_, written) => ({
        ...toSwitches(written),
        settings: written.settings as JsonObject,
      })),
      rules: this.#section('rules', ruleSchema, (name, written) =>
        toRule(name, written, (named) => notificationTypes.get(named) ?? named),
      ),
      sources: this.#section('sources', sourceSchema, toSource),
      notificationTypes,
      untaken: this.#taken.untaken,
    };
    return { catalogue, findings: this.#findings, names: this.#names };
  }

  #brand(): z.output<typeof brandSchema> {
    const file = this.#files.own.get('brand');
    const written = file?.content ?? {};
    const parsed = brandSchema.safeParse(written);
    if (parsed.success) return parsed.data;
    for (const { path, message } of toIssues(parsed.error.issues, written)) this.#report('brand')(path, message);
    // Which guards and native calls there are is not known: nothing that refers to one is at fault.
    for (const section of ['brand', 'actions', 'lookups'] as const) this.#names.set(section, null);
    return brandSchema.parse({});
  }

  #section<Schema extends z.ZodType, Definition>(
    section: Section,
    schema: Schema,
    convert: (name: string, written: z.output<Schema>, report: Report) => Definition,
    native: Readonly<Record<string, RawDefinition>> = {},
    wanted: (raw: unknown) => boolean = () => true,
  ): Map<string, Definition> {
    const { shared, own } = this.#files;
    const report = this.#report(section);
    const merged = mergeLayers({ section, native, shared, own, takes: this.#taken.takes }, report);
    const unread = [shared, own].some((files) => files.has(section) && files.get(section)?.content === undefined);
    if (unread) this.#names.set(section, null);
    else if (this.#names.get(section) !== null) this.#names.set(section, new Set(merged.keys()));
    const definitions = new Map<string, Definition>();
    for (const [name, raw] of merged) {
      if (!wanted(raw)) continue;
      const written = raw ?? {};
      const parsed = schema.safeParse(written);
      const faults: UnplacedFault[] = [];
      const about = this.#report(section, faults);
      if (!parsed.success) {
        for (const { path, message } of toIssues(parsed.error.issues, written)) about([name, ...path], message);
      } else {
        const definition = convert(name, parsed.data, (path, message) => about([name, ...path], message));
        if (faults.length === 0) definitions.set(name, definition);
      }
      this.#findings.push(...faults);
    }
    return definitions;
  }

  #report(section: Section, findings = this.#findings): Report {
    return (path, message) => findings.push({ brand: this.#files.brand, section, path, message });
  }
}

function kindOf(raw: unknown): unknown {
  return typeof raw === 'object' && raw !== null && 'kind' in raw ? raw.kind : 'lookup';
}
