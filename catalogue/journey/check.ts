import { heardName, type JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { BrandCatalogue } from '../brand/definition.js';
import { didYouMean } from '../did-you-mean.js';
import { howToAdd } from '../how-to-add.js';
import { checkSchema } from '../json-schema.js';
import type { Issue } from '../load/issues.js';
import { type Declared, referenceIssues } from '../load/references.js';
import type { JourneySwitches, Switches } from './definition.js';

/** Faults of a journey that a brand lists. */
export function journeyIssues(
  brand: BrandCatalogue,
  { name, switches }: { readonly name: string; readonly switches: JourneySwitches },
  entries: readonly JourneyEntry[],
  declared: Declared,
): Issue[] {
  const entry = entries.find((known) => known.name === name);
  if (entry === undefined) {
    const hint =
      didYouMean(
        name,
        entries.map((other) => other.name),
      ) || ': remove it from the list';
    return [{ path: [], message: `is not a journey of this worker${hint}` }];
  }
  return [...entryIssues(brand, entry, declared), ...switchIssues(switches), ...settingsIssues(entry, switches)];
}

/** Faults of the switches of a journey or a rule. */
export function switchIssues({ from, until }: Switches): Issue[] {
  return from !== null && until !== null && Date.parse(from) >= Date.parse(until)
    ? [{ path: ['until'], message: 'must be after from: otherwise nobody can enter' }]
    : [];
}

function entryIssues(brand: BrandCatalogue, entry: JourneyEntry, declared: Declared): Issue[] {
  const types = [entry.startsOn, ...[...(entry.hears ?? []), ...(entry.exitsOn ?? [])].map(heardName)];
  const uses: readonly string[] = entry.uses ?? [];
  return [
    ...[...new Set(types)].flatMap((type) => referenceIssues(brand, declared, 'events', type, [])),
    ...uses
      .filter((used) => !brand.actions.has(used) && !brand.lookups.has(used))
      .filter((used) => !declared(brand.brand, 'actions', used) && !declared(brand.brand, 'lookups', used))
      .map((used) => ({ path: [], message: `uses "${used}", which ${unusable(brand, used)}` })),
    ...(entry.reentry === 'once' ? unlimitedIssues(brand, uses) : []),
  ];
}

/** Once means for as long as Temporal keeps the run: only a limit remembers for longer. */
function unlimitedIssues({ actions }: BrandCatalogue, uses: readonly string[]): Issue[] {
  const paid = uses.map((used) => actions.get(used)).filter((action) => action?.effect === 'money');
  return paid.flatMap((action) => {
    if (action === undefined || action.limits?.length === 0) return [];
    if (action.limits?.some(({ window }) => window === null)) return [];
    const why = `has effect: money, and "once" counts for 30 days only`;
    const fix = 'give it a limit with window: ever, or set limits: [] if a second call does no harm';
    return [{ path: [], message: `uses "${action.name}", which ${why}: ${fix}` }];
  });
}

function unusable(brand: BrandCatalogue, used: string): string {
  const known = [...brand.actions.keys(), ...brand.lookups.keys()];
  const section = brand.untaken.get('lookups')?.names.includes(used) === true ? 'lookups' : 'actions';
  return `is neither an action nor a lookup of ${brand.brand}${howToAdd(brand, section, used, known)}`;
}

function settingsIssues(entry: JourneyEntry, { settings }: JourneySwitches): Issue[] {
  if (entry.settings === undefined) {
    return Object.keys(settings).map((name) => ({
      path: ['settings', name],
      message: 'is unknown: the journey has no settings',
    }));
  }
  const fault = checkSchema(entry.settings, settings);
  if (fault === null) return [];
  return [{ path: ['settings', ...fault.path.split('.').filter((part) => part !== '')], message: fault.reason }];
}
