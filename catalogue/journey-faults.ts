import { heardName, type JourneyEntry } from '../workflows/contracts/journey-entry.js';
import type { BrandCatalogue, JourneySwitches } from './catalogue.js';
import { checkSchema } from './check-schema.js';

/** What is wrong with the journeys that a brand lists: sentences. */
export function journeyFaults(brand: BrandCatalogue, entries: readonly JourneyEntry[]): string[] {
  return [...brand.journeys].flatMap(([name, switches]) => {
    const entry = entries.find((known) => known.name === name);
    if (entry === undefined) {
      const known = entries.map((other) => other.name).join(', ');
      return [`journey ${name}: there is no such journey: take it off the list, or use one of ${known || '(none)'}`];
    }
    const faults = [...entryFaults(brand, entry), ...switchFaults(switches), ...settingsFaults(entry, switches)];
    return faults.map((fault) => `journey ${name}: ${fault}`);
  });
}

function entryFaults(brand: BrandCatalogue, entry: JourneyEntry): string[] {
  const types = [entry.startsOn, ...[...(entry.hears ?? []), ...(entry.exitsOn ?? [])].map(heardName)];
  const uses: readonly string[] = entry.uses ?? [];
  return [
    ...types.filter((type) => !brand.events.has(type)).map((type) => `the event "${type}" is not declared`),
    ...uses
      .filter((name) => !brand.actions.has(name) && !brand.lookups.has(name))
      .map((name) => `it uses "${name}", which is neither an action nor a lookup`),
  ];
}

function switchFaults(switches: JourneySwitches): string[] {
  const faults: string[] = [];
  if (!(switches.holdout >= 0 && switches.holdout <= 100)) {
    faults.push(`holdout is a percentage, 0 to 100, not ${switches.holdout}`);
  }
  for (const side of ['from', 'until'] as const) {
    const date = switches[side];
    if (date !== null && Number.isNaN(Date.parse(date))) faults.push(`${side} is no ISO 8601 date: "${date}"`);
  }
  return faults;
}

function settingsFaults(entry: JourneyEntry, switches: JourneySwitches): string[] {
  if (entry.settings === undefined) {
    return Object.keys(switches.settings).map((name) => `settings.${name} is not known: the journey has no settings`);
  }
  const fault = checkSchema(entry.settings, switches.settings);
  return fault === null ? [] : [`${['settings', fault.path].filter((part) => part !== '').join('.')} ${fault.reason}`];
}
