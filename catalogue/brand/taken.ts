import type { z } from 'zod';
import { isNative } from '../action/native.js';
import { didYouMean } from '../did-you-mean.js';
import type { Section } from '../load/faults.js';
import type { SectionFiles } from '../load/folder.js';
import type { Report } from '../load/issues.js';
import type { Untaken } from './definition.js';
import type { brandSchema } from './schema.js';

/** Sections from which a brand can take single definitions. */
const SHARED = ['events', 'actions', 'lookups', 'rules', 'sources'] as const;

type Choice = Pick<z.output<typeof brandSchema>, 'uses' | 'except'>;

/** The shared definitions that a brand takes, and those that it leaves, by section. */
export interface Taken {
  readonly takes: (section: Section, name: string) => boolean;
  readonly untaken: ReadonlyMap<Section, Untaken>;
}

/**
 * Finds the shared definitions that a brand takes. Without `uses` and `except` it takes all. `uses` takes only the
 * named ones, plus every event type, which does nothing by itself. `except` takes all but the named ones. Reports names
 * that do not exist.
 */
export function takenOf({ uses, except }: Choice, shared: SectionFiles, report: Report): Taken {
  if (uses !== undefined && except !== undefined) {
    report(['except'], "can't be combined with uses: remove one of them");
  }
  const takes = (section: Section, name: string): boolean => {
    if (!isShared(section)) return true;
    if (uses === undefined) return except?.[section]?.includes(name) !== true;
    return uses[section]?.includes(name) ?? section === 'events';
  };
  const untaken = new Map<Section, Untaken>();
  for (const section of SHARED) {
    const content = shared.get(section)?.content;
    const names = Object.keys(content ?? {});
    const left = names.filter((name) => !takes(section, name));
    if (left.length > 0) untaken.set(section, { by: uses === undefined ? 'except' : 'uses', names: left });
    if (shared.has(section) && content === undefined) continue; // told where the file is read
    for (const [key, chosen] of [['uses', uses?.[section]] as const, ['except', except?.[section]] as const]) {
      chosen?.forEach((name, index) => {
        if (isNative(section, name) || !names.includes(name))
          report([key, section, index], strangeName(section, name, names));
      });
    }
  }
  return { takes, untaken };
}

function strangeName(section: Section, name: string, names: readonly string[]): string {
  if (isNative(section, name)) return `is native: put ${name} into operatorApi.supports instead`;
  return `"${name}" is not in shared/${section}.yaml${didYouMean(name, names)}`;
}

function isShared(section: Section): section is (typeof SHARED)[number] {
  return SHARED.some((one) => one === section);
}
