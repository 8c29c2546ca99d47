import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { takenAway } from '../../catalogue/in-use.js';
import { runsInUse } from '../../client/runs/runs-in-use.js';
import { ATTRIBUTE_NAMES } from '../../client/temporal/attributes.js';
import type { JourneyEntry } from '../../workflows/contracts/runs/journey-entry.js';

/**
 * Lists what open runs use and a build does not have: brands, journeys, rules, actions, lookups, destinations, search
 * attributes. A sentence each, with the fix.
 * @throws TemporalUnavailable
 */
export async function whatLacks(
  client: Client,
  { catalogue, entries }: { readonly catalogue: Catalogue; readonly entries: readonly JourneyEntry[] },
  used: { readonly brands: ReadonlySet<string>; readonly attributes: ReadonlySet<string> },
): Promise<string[]> {
  const removed = [...used.brands].filter((brand) => !catalogue.brands.has(brand));
  const lost: string[] = [];
  for (const [name, brand] of catalogue.brands)
    lost.push(...takenAway(name, brand, await runsInUse(client, brand, entries)));
  const known: readonly string[] = ATTRIBUTE_NAMES;
  const attributes = [...used.attributes].filter((name) => !known.includes(name));
  return [
    ...removed.map((name) => `${name}: the brand is removed, and open runs belong to it: keep its folder`),
    ...lost,
    ...attributes.map((name) => `the search attribute ${name} is removed, and open runs set it: keep it`),
  ];
}
