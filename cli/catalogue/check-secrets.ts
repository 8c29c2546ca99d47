import { stat } from 'node:fs/promises';
import { type SecretUse, secretUses } from '../../catalogue/destination/secret-uses.js';
import { loadCatalogue } from '../../catalogue/load/load.js';
import { placeOf, resolveSecret, SecretMissing } from '../../outbound/auth/secrets.js';
import { resolveSigningKey } from '../../outbound/auth/sign.js';
import { resolveTls } from '../../outbound/request/tls-material.js';
import type { Terminal } from '../terminal.js';
import { entries } from './entries.js';

/**
 * Checks every secret that a catalogue names: it exists and fits its uses. Prints the age of its file and its users,
 * never its value. Returns true if there is no fault.
 * @throws CatalogueInvalid
 */
export async function checkSecrets(folder: string, terminal: Terminal): Promise<boolean> {
  const { say, complain, environment } = terminal;
  const byPlace = groupByPlace(secretUses(loadCatalogue(folder, entries, environment)));
  let faults = 0;
  for (const [place, uses] of byPlace) {
    const found = await Promise.all(uses.map((use) => faultOf(use, environment)));
    const faultsHere = [...new Set(found.filter((fault) => fault !== null))];
    const users = uses.map(({ by }) => by).join(', ');
    if (faultsHere.length === 0) say(`ok     ${place}${await ageOf(uses)}, used by ${users}`);
    else complain(`fault  ${faultsHere.join('; ')}, used by ${users}`);
    faults += faultsHere.length === 0 ? 0 : 1;
  }
  say(`${byPlace.size} secrets, ${faults} with a fault`);
  return faults === 0;
}

function groupByPlace(uses: readonly SecretUse[]): Map<string, SecretUse[]> {
  const byPlace = new Map<string, SecretUse[]>();
  for (const use of uses) {
    const place = placeOf(use.reference);
    byPlace.set(place, [...(byPlace.get(place) ?? []), use]);
  }
  return byPlace;
}

async function faultOf({ reference, as }: SecretUse, environment: NodeJS.ProcessEnv): Promise<string | null> {
  try {
    if (as === 'header') await resolveSecret(reference, environment);
    else if (as === 'signing') await resolveSigningKey(reference, environment);
    else await resolveTls({ [as]: reference }, environment);
    return null;
  } catch (error) {
    if (error instanceof SecretMissing) return error.message;
    throw error;
  }
}

/** Describes the age of a secret's file. The age of an environment variable is unknown. */
async function ageOf([use]: readonly SecretUse[]): Promise<string> {
  if (use === undefined || 'env' in use.reference) return '';
  const { mtimeMs } = await stat(use.reference.file);
  const minutes = Math.max(0, Math.round((Date.now() - mtimeMs) / 60_000));
  if (minutes < 120) return `, ${minutes} minutes old`;
  return minutes < 48 * 60 ? `, ${Math.round(minutes / 60)} hours old` : `, ${Math.round(minutes / 1440)} days old`;
}
