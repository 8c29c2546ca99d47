import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { format, resolveConfig } from 'prettier';
import packageFile from '../../package.json' with { type: 'json' };

const PAGE = fileURLToPath(new URL('../../docs/measurements.md', import.meta.url));

/** Returns the machine, the versions and the date of a run, in a line. */
export async function circumstances(client: Client): Promise<string> {
  const { serverVersion } = await client.workflowService.getSystemInfo({});
  const { length, 0: first } = cpus();
  const machine = `${length} cores${first ? ` (${first.model.trim()})` : ''}`;
  const versions = `Node ${process.versions.node}, SDK ${packageFile.dependencies['@temporalio/client']}`;
  const today = new Date().toISOString().slice(0, 10);
  return `_${today}: ${machine}, ${versions}, Temporal ${serverVersion}._`;
}

/**
 * Writes tables into the page of measurements, each with a line about its run. A table stands between the comments
 * `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`; one without a place in the page is left out. Returns the names of those
 * written.
 */
export async function writeTables(tables: ReadonlyMap<string, string>, about: string): Promise<string[]> {
  const page = readFileSync(PAGE, 'utf8');
  const written: string[] = [];
  const filled = page.replaceAll(/(<!-- bench:([\w-]+) -->).*?(<!-- \/bench:\2 -->)/gs, (place, begin, name, end) => {
    const table = tables.get(String(name));
    if (table === undefined) return place;
    written.push(String(name));
    return `${String(begin)}\n\n${table}\n\n${about}\n\n${String(end)}`;
  });
  writeFileSync(PAGE, await format(filled, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
  return written;
}
