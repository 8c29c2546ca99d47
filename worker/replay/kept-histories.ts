import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { fetchHistory, historyFromBytes, historyLength, historyToBytes } from '../../client/runs/history.js';
import type { OpenRun } from '../../client/runs/open-runs.js';
import type { History } from '../../client/temporal/internals.js';

/** Source of histories. */
export type Histories = (run: OpenRun) => Promise<History>;

/** Downloads each history. See `fetchHistory` for its errors. */
export function downloaded(client: Client, maxEvents: number): Histories {
  return (run) => fetchHistory(client, run, maxEvents);
}

/**
 * Downloads each history into a folder, for this user alone, and takes it from there next time while the run has not gone
 * on. So a check that was stopped goes on where it was.
 */
export async function keptIn(folder: string, client: Client, maxEvents: number): Promise<Histories> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = new Map<string, string>();
  for (const name of await readdir(folder)) {
    const runId = /^(.+)\.(\d+)\.history$/.exec(name)?.[1];
    if (runId !== undefined) kept.set(runId, name);
  }
  return async (run) => {
    const before = kept.get(run.runId);
    if (before !== undefined && before === nameOf(run, await historyLength(client, run))) {
      return historyFromBytes(await readFile(path.join(folder, before)));
    }
    const history = await fetchHistory(client, run, maxEvents);
    const file = path.join(folder, nameOf(run, history.events?.length ?? 0));
    await writeFile(`${file}.unfinished`, historyToBytes(history), { mode: 0o600 });
    await rename(`${file}.unfinished`, file);
    if (before !== undefined) await rm(path.join(folder, before), { force: true });
    return history;
  };
}

/** Events are numbered from 1, so their number is also the last one's id. */
function nameOf({ runId }: OpenRun, events: number): string {
  return `${runId}.${events}.history`;
}
