import { validateHeaderName, validateHeaderValue } from 'node:http';
import { NAME } from '../workflows/contracts/names.js';
import type { JourneyEntry } from '../workflows/contracts/journey-entry.js';
import type { BrandCatalogue, Destination, EventDefinition } from './catalogue.js';
import { checkSchema } from './check-schema.js';
import { actionFaults, lookupFaults } from './request-faults.js';
import { journeyFaults } from './journey-faults.js';

/** Everything that is wrong with what the brands declare: sentences that name brand and definition. */
export function findFaults(brands: readonly BrandCatalogue[], entries: readonly JourneyEntry[]): string[] {
  const names = brands.flatMap((brand) => [brand.brand, ...brand.origins]);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => `"${name}" names two brands or origins: each needs its own name`),
    ...brands.flatMap((brand) => brandFaults(brand, entries).map((fault) => `${brand.brand}: ${fault}`)),
  ];
}

function brandFaults(brand: BrandCatalogue, entries: readonly JourneyEntry[]): string[] {
  return [
    ...misnamed([brand.brand, ...brand.destinations.keys(), ...brand.actions.keys(), ...brand.lookups.keys()]),
    ...[...brand.events.values()].flatMap(eventFaults),
    ...[...brand.destinations.values()].flatMap(destinationFaults),
    ...[...brand.actions.values()].flatMap((action) => actionFaults(brand, action)),
    ...[...brand.lookups.values()].flatMap((lookup) => lookupFaults(brand, lookup)),
    ...journeyFaults(brand, entries),
  ];
}

function misnamed(names: readonly string[]): string[] {
  return names
    .filter((name) => !NAME.test(name))
    .map((name) => `"${name}" is no name: use lower case letters, digits and dashes, a letter first`);
}

function eventFaults(event: EventDefinition): string[] {
  try {
    checkSchema(event.data, {});
    return [];
  } catch (error) {
    return [
      `event ${event.type}: its data is no JSON Schema: ${error instanceof Error ? error.message : String(error)}`,
    ];
  }
}

function destinationFaults(destination: Destination): string[] {
  const at = `destination ${destination.name}`;
  const faults: string[] = [];
  if (!isBaseUrl(destination.url)) {
    faults.push(`${at}: "${destination.url}" is no base URL: write https://host/path, without user, query or fragment`);
  }
  if (!(destination.timeout > 0 && destination.timeout <= 10_000)) {
    faults.push(`${at}: the timeout must lie between 1 and 10000 ms, not ${destination.timeout}`);
  }
  const headers = {
    ...destination.headers,
    ...(destination.auth.kind === 'api-key' ? { [destination.auth.header]: '' } : {}),
  };
  const odd = Object.entries(headers).find(([name, value]) => !isHeader(name, value));
  if (odd !== undefined) faults.push(`${at}: the header "${odd[0]}" has a name or value that HTTP can't carry`);
  return faults;
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false; // that is all these two functions can tell
  }
}

function isBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  return /^https?:$/.test(protocol) && username + password + search + hash === '';
}
