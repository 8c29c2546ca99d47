import { setTimeout as sleep } from 'node:timers/promises';
import { pick } from '../../client/builds/change-builds.js';
import { drainageOf } from '../../client/builds/drain.js';
import { readDeployment } from '../../client/builds/read-deployment.js';
import { duration } from '../../catalogue/schema/parts.js';
import type { Terminal } from '../terminal.js';
import type { DeployOptions } from './with-temporal.js';

/** Exit code for a build that still has to run. */
const NOT_DRAINED = 3;

const LOOK_EACH_MS = 5_000;

/** Says if a build's workers can be stopped; with `wait`, looks until they can, and shows each change. */
export async function showDrainage(
  client: Parameters<typeof readDeployment>[0],
  id: string,
  { wait, json }: DeployOptions & { readonly wait?: string | true },
  terminal: Terminal,
): Promise<void> {
  const until = wait === undefined ? 0 : wait === true ? Infinity : Date.now() + durationOf(wait);
  for (let shown = ''; ;) {
    const deployment = await readDeployment(client);
    const build = pick(deployment, id);
    const drainage = drainageOf(deployment, build, Date.now());
    const last = drainage.stop || Date.now() >= until;
    const text = drainage.stop ? 'drained: its workers can be stopped' : `keep its workers running: ${drainage.reason}`;
    if (json === true && last) terminal.say(JSON.stringify({ build: id, ...drainage, openRuns: build.openRuns }));
    else if (json !== true && text !== shown) terminal.say(`${id}  ${text}`);
    shown = text;
    if (last) {
      if (!drainage.stop) process.exitCode = NOT_DRAINED;
      return;
    }
    await sleep(LOOK_EACH_MS);
  }
}

function durationOf(text: string): number {
  const read = duration.safeParse(text);
  if (read.success) return read.data;
  throw new Error(`--wait is ${read.error.issues[0]?.message ?? `"${text}"`}`);
}
