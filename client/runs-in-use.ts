import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../catalogue/catalogue.js';
import { type InUse, KINDS_IN_USE, type KindInUse } from '../catalogue/in-use.js';
import type { JourneyEntry } from '../workflows/contracts/journey-entry.js';
import { RULE_RUN } from '../workflows/contracts/names.js';
import { countOpenRuns, listParkedActions } from './open-runs.js';

/**
 * What a brand's open runs use, by visibility: the journeys and rules that they are runs of, what these may call or ask
 * as their entries and the catalogue in use say, parked calls also where nothing says so any more, and the destinations
 * of all that.
 * @throws TemporalUnavailable
 */
export async function runsInUse(
  client: Client,
  brand: BrandCatalogue,
  entries: readonly JourneyEntry[],
): Promise<InUse> {
  const tally = new Tally();
  for (const [journey, runs] of await countOpenRuns(client, brand.brand)) {
    const rule = ruleOf(journey);
    tally.add(rule === null ? 'journeys' : 'rules', [rule ?? journey], runs);
    addUses(tally, brand, usesOf(brand, entries, journey), runs);
  }
  for (const { journey, actions } of await listParkedActions(client, brand.brand)) {
    const known = usesOf(brand, entries, journey);
    const others = actions.filter((action) => !known.includes(action));
    addUses(tally, brand, others, 1, destinationsOf(brand, known));
  }
  return tally.inUse();
}

function addUses(
  tally: Tally,
  brand: BrandCatalogue,
  used: readonly string[],
  runs: number,
  counted: readonly string[] = [],
): void {
  tally.add(
    'actions',
    used.filter((name) => !brand.lookups.has(name)),
    runs,
  );
  tally.add(
    'lookups',
    used.filter((name) => brand.lookups.has(name)),
    runs,
  );
  tally.add(
    'destinations',
    destinationsOf(brand, used).filter((name) => !counted.includes(name)),
    runs,
  );
}

function usesOf(brand: BrandCatalogue, entries: readonly JourneyEntry[], journey: string): readonly string[] {
  const name = ruleOf(journey);
  if (name === null) return entries.find((entry) => entry.name === journey)?.uses ?? [];
  const rule = brand.rules.get(name);
  return rule === undefined ? [] : [...rule.actions.map(({ action }) => action), ...rule.lookups];
}

function destinationsOf({ actions, lookups }: BrandCatalogue, used: readonly string[]): string[] {
  return used.flatMap((name) => (lookups.get(name) ?? actions.get(name))?.destination ?? []);
}

/** The rule behind the journey of a rule's run; `null` for a journey's own. */
function ruleOf(journey: string): string | null {
  return journey.startsWith(`${RULE_RUN}:`) ? journey.slice(RULE_RUN.length + 1) : null;
}

class Tally {
  readonly #runs: Record<KindInUse, Map<string, number>> = {
    journeys: new Map(),
    rules: new Map(),
    actions: new Map(),
    lookups: new Map(),
    destinations: new Map(),
  };

  /** Counts runs once for each name, however often it is given. */
  add(kind: KindInUse, names: readonly string[], runs: number): void {
    const known = this.#runs[kind];
    for (const name of new Set(names)) known.set(name, (known.get(name) ?? 0) + runs);
  }

  inUse(): InUse {
    const lists = KINDS_IN_USE.map((kind) => {
      const used = [...this.#runs[kind]].sort().map(([name, runs]) => ({ name, runs }));
      return [kind, used] as const;
    });
    return Object.fromEntries(lists) as unknown as InUse;
  }
}
