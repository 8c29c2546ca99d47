import { isJsonObject } from '../../workflows/contracts/json.js';
import { isOwnEvent } from '../../workflows/contracts/runs/own-events.js';
import { isNative, NATIVE_KEYS, type RawDefinition } from '../action/native.js';
import type { Section } from './faults.js';
import type { SectionFiles } from './folder.js';
import type { Report } from './issues.js';

/** Keys that only the shared definition can set, because journeys are typed by it. */
const FIXED: Partial<Record<Section, readonly string[]>> = {
  actions: ['effect', 'value', 'fields', 'answer', 'notificationType'],
  lookups: ['kind', 'params', 'answer', 'select'],
};

/** The three layers of a brand's section. */
export interface Layers {
  readonly section: Section;
  readonly native: Readonly<Record<string, RawDefinition>>;
  readonly shared: SectionFiles;
  readonly own: SectionFiles;
  /**
   * True if the brand takes the shared definition. What shared/ says about a native call applies to every brand that
   * has the call.
   */
  readonly takes: (section: Section, name: string) => boolean;
}

/** The definitions of a section by name, the brand's own merged key by key over the shared and native ones. */
export function mergeLayers({ section, native, shared, own, takes }: Layers, report: Report): Map<string, unknown> {
  const sharedOnes = shared.get(section)?.content ?? {};
  const ownOnes = own.get(section)?.content ?? {};
  const merged = new Map<string, unknown>();
  const names = new Set([...Object.keys(native), ...Object.keys(sharedOnes), ...Object.keys(ownOnes)]);
  for (const name of names) {
    const base = Object.hasOwn(native, name) ? native[name] : undefined;
    const isTaken = base !== undefined || takes(section, name);
    const common = isTaken && Object.hasOwn(sharedOnes, name) ? sharedOnes[name] : undefined;
    const mine = Object.hasOwn(ownOnes, name) ? ownOnes[name] : undefined;
    if (!isTaken && !Object.hasOwn(ownOnes, name)) continue;
    if (base === undefined && isNative(section, name)) {
      if (mine !== undefined) {
        report(
          [name],
          "is a native call that the brand's platform does not support: add it to operatorApi.supports in brand.yaml",
        );
      }
      continue;
    }
    if (section === 'events' && isOwnEvent(name) && keysOf(common, mine).length + (base ? 0 : 1) > 0) {
      report([name], "is reserved for Waypost's own events: choose another name");
      continue;
    }
    const refused = [
      ...(base === undefined ? [] : keysOf(common, mine).filter((key) => !NATIVE_KEYS.includes(key))),
      ...(common === undefined ? [] : keysOf(mine).filter((key) => FIXED[section]?.includes(key))),
    ];
    for (const key of new Set(refused)) report([name, key], reasonOf(base !== undefined));
    merged.set(name, [base, common, mine].reduce(over));
  }
  return merged;
}

function reasonOf(native: boolean): string {
  return native
    ? `is fixed by the platform's native call: a catalogue can only set ${NATIVE_KEYS.join(', ')}`
    : 'can only be set in the shared definition, because journeys are typed by it: change it there, or define another name';
}

function over(base: unknown, mine: unknown): unknown {
  if (mine === undefined) return base;
  if (!isJsonObject(base) || !isJsonObject(mine)) return mine;
  // `path` and `url` say the same in two ways: the nearer one counts.
  const { path, url, ...rest } = base;
  const address =
    'path' in mine || 'url' in mine
      ? {}
      : { ...(path === undefined ? {} : { path }), ...(url === undefined ? {} : { url }) };
  return { ...withoutStatus(rest, mine), ...address, ...mine };
}

/** Drops the base's `status` if the brand sets another mode than `reconcile`. */
function withoutStatus(base: RawDefinition, { mode }: RawDefinition): RawDefinition {
  const { status: _, ...rest } = base;
  return mode === undefined || mode === 'reconcile' ? base : rest;
}

function keysOf(...definitions: readonly unknown[]): string[] {
  return definitions.flatMap((definition) => (isJsonObject(definition) ? Object.keys(definition) : []));
}
