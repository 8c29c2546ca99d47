import type { BrandCatalogue } from '../catalogue.js';
import { type InUse, KINDS_IN_USE, type KindInUse } from '../in-use.js';

/** What open runs lose, and the fix, by what a catalogue no longer has. */
const LOSSES: Readonly<Record<KindInUse, { called: string; sentence: (runs: string, brand: string) => string }>> = {
  journeys: {
    called: 'journey',
    sentence: (runs, brand) =>
      `${runs} would hear no event any more: keep it in ${brand}/journeys.yaml until they have closed (enabled: false lets nobody new in), or cancel them`,
  },
  rules: {
    called: 'rule',
    sentence: (runs) =>
      `${runs} may still have to decide by it: keep it until they have closed (enabled: false fires it no more), or cancel them`,
  },
  actions: { called: 'action', sentence: (runs) => `${runs} may call it: ${KEEP}` },
  lookups: { called: 'lookup', sentence: (runs) => `${runs} may ask it: ${KEEP}` },
  destinations: { called: 'destination', sentence: (runs) => `${runs} may send there: ${KEEP}` },
};

const KEEP = 'keep it until they have closed, or cancel them';

/** What a changed catalogue takes away from a brand's open runs: a sentence each, with brand, name, number of runs and fix. */
export function takenAway(name: string, brand: BrandCatalogue | undefined, inUse: InUse): string[] {
  if (brand === undefined) {
    const runs = [...inUse.journeys, ...inUse.rules].reduce((sum, used) => sum + used.runs, 0);
    return runs === 0 ? [] : [`${name}: the brand is taken away, and ${openRuns(runs)} belong to it: keep its folder`];
  }
  return KINDS_IN_USE.flatMap((kind) => {
    const { called, sentence } = LOSSES[kind];
    return inUse[kind]
      .filter((used) => !brand[kind].has(used.name))
      .map((used) => `${name}: the ${called} ${used.name} is taken away, and ${sentence(openRuns(used.runs), name)}`);
  });
}

function openRuns(count: number): string {
  return count === 1 ? '1 open run' : `${count} open runs`;
}
