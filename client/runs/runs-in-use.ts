import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { type InUse, type KindInUse, KINDS_IN_USE } from '../../catalogue/in-use.js';
import { RULE_RUN } from '../../workflows/contracts/names.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';
import type { RunMemo } from '../../workflows/contracts/runs/run.js';
import { readAttribute } from '../temporal/attributes.js';
import { countRuns, openRunsOfBrandQuery, runsQuery, visibilityPage } from '../temporal/visibility.js';

/**
 * Returns what a brand's open runs use, by visibility: their journeys and rules, what these can call or ask according
 * to their entries and the catalogue, the actions of parked calls, and the destinations of all these.
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

/** Returns the rule of a rule run's journey; `null` for other journeys. */
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

  /** Counts runs once for each name, even if a name is given twice. */
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

/** Largest page that Temporal gives. */
const PAGE = 1_000;

/** The actions of one open run whose calls wait for a person. */
export interface ParkedActions {
  readonly journey: string;
  readonly actions: readonly string[];
}

/**
 * Counts the open runs of a brand by journey (`~rule:` and its name for a rule). Asks for one run of a journey that is
 * not yet counted, until there is none. That takes two requests for each journey in use.
 * @throws TemporalUnavailable
 */
async function countOpenRuns(client: Client, brand: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (;;) {
    const query = openRunsOfBrandQuery(brand, { except: [...counts.keys()] });
    const [run] = (await visibilityPage(client, query, 1)).infos;
    if (run === undefined) break;
    const journey = journeyOf(run);
    if (counts.has(journey)) throw new Error(`visibility gave ${journey} again, which the query excludes`);
    counts.set(journey, await countRuns(client, openRunsOfBrandQuery(brand, { journey })));
  }
  // A run can close between the two requests.
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** Returns the parked calls of a brand's open runs, from their memos. @throws TemporalUnavailable */
async function listParkedActions(client: Client, brand: string): Promise<ParkedActions[]> {
  const parked: ParkedActions[] = [];
  const query = runsQuery({ brand, attention: true });
  let token: Uint8Array | null = null;
  do {
    const page = await visibilityPage(client, query, PAGE, token);
    for (const info of page.infos) {
      const memo = info.memo as unknown as RunMemo | undefined;
      parked.push({ journey: journeyOf(info), actions: (memo?.parked ?? []).map(({ action }) => action) });
    }
    token = page.token;
  } while (token !== null);
  return parked;
}

function journeyOf({ typedSearchAttributes }: WorkflowExecutionInfo): string {
  return readAttribute(typedSearchAttributes, 'Journey') ?? '';
}
