import { userInfo } from 'node:os';
import type { Client } from '@temporalio/client';
import { DEPLOYMENT } from '../../workflows/contracts/names.js';
import { SERVICE_ERROR, serviceErrorOf, withDeadline } from '../temporal/with-deadline.js';
import { type Build, ChangeRefused, type Deployment } from './builds.js';
import { readDeployment, type ReadDeployment } from './read-deployment.js';
import { noteOn, serviceOf } from './version-api.js';

/** Time in which Temporal changes the routing of all queues, in milliseconds. */
const CHANGE_WITHIN = 20_000;

/** Options of a change. `anyway` makes it although open runs are pinned to builds that have no workers. */
export interface ChangeOptions {
  readonly anyway?: boolean;
}

/** Makes a build the current one: it takes all new runs. @throws ChangeRefused, TemporalUnavailable */
export async function promote(client: Client, id: string, options: ChangeOptions = {}): Promise<Deployment> {
  const before = await readDeployment(client);
  return makeCurrent(client, before, pick(before, id), options);
}

/** Makes the build current that the current one replaced. @throws ChangeRefused, TemporalUnavailable */
export async function rollback(client: Client, options: ChangeOptions = {}): Promise<Deployment> {
  const before = await readDeployment(client);
  return makeCurrent(client, before, previousOf(before), options);
}

/** Lets a build take a share of new runs, in percent; 0 ends that. @throws ChangeRefused, TemporalUnavailable */
export async function ramp(client: Client, id: string, percent: number): Promise<Deployment> {
  const before = await readDeployment(client);
  const build = pick(before, id);
  if (build.state === 'current') throw new ChangeRefused(`${id} is the current build and takes all new runs already`);
  if (percent > 0) requireWorkers(build);
  else if (before.ramping !== id) throw new ChangeRefused(`${id} is not ramping, so there is nothing to end`);
  await change(client, (about) =>
    client.workflowService.setWorkerDeploymentRampingVersion({
      ...about,
      conflictToken: before.conflictToken,
      buildId: percent === 0 ? '' : id,
      percentage: percent,
    }),
  );
  return readDeployment(client);
}

async function makeCurrent(
  client: Client,
  before: ReadDeployment,
  build: Build,
  { anyway = false }: ChangeOptions,
): Promise<Deployment> {
  if (build.state === 'current') throw new ChangeRefused(`${build.id} is the current build already`);
  requireWorkers(build);
  const stranded = strandedIn(before, build.id);
  if (stranded.length > 0 && !anyway) {
    const runs = stranded.map(({ id, openRuns }) => `${openRuns} open runs are pinned to ${id}`).join(', ');
    throw new ChangeRefused(
      `${runs}, and no worker of it runs, so they stand still: start its workers again, or add --anyway`,
    );
  }
  // Written first: a promoted build must always know what it replaced.
  // On the way back it keeps the note of the time before.
  const replaces = before.builds.find(({ id }) => id === before.current)?.replaced;
  if (build.id !== replaces) await noteOn(serviceOf(client), build.id, { replaced: before.current ?? '' });
  await change(client, (about) =>
    client.workflowService.setWorkerDeploymentCurrentVersion({
      ...about,
      conflictToken: before.conflictToken,
      buildId: build.id,
    }),
  );
  return readDeployment(client);
}

/** Returns the builds that have open runs and no worker, without the one that `except` names. */
export function strandedIn({ builds }: Deployment, except?: string): readonly Build[] {
  return builds.filter(({ id, openRuns, processes }) => id !== except && openRuns > 0 && processes === 0);
}

function previousOf({ current, builds }: Deployment): Build {
  if (current === null) throw new ChangeRefused('no build is current, so there is none to go back from');
  const replaced = builds.find(({ id }) => id === current)?.replaced;
  // Temporal's own tools keep no note: then the build that stopped last.
  const stopped = builds
    .filter(({ id, since, state }) => id !== current && since !== null && state !== 'ramping')
    .sort((a, b) => (b.since ?? '').localeCompare(a.since ?? ''));
  const previous = typeof replaced === 'string' ? builds.find(({ id }) => id === replaced) : stopped[0];
  if (previous === undefined) throw new ChangeRefused(`no build was current before ${current}`);
  return previous;
}

function requireWorkers({ id, processes, unpolled }: Build): void {
  if (processes === 0) throw new ChangeRefused(`no worker of ${id} polls: start its workers first`);
  if (unpolled.length > 0) {
    throw new ChangeRefused(`no worker of ${id} polls ${unpolled.join(', ')}: wait until its workers have started`);
  }
}

/** Finds a build by its id. @throws ChangeRefused with the known ids */
export function pick({ builds }: Deployment, id: string): Build {
  const build = builds.find((one) => one.id === id);
  if (build === undefined)
    throw new UnknownBuild(
      id,
      builds.map((one) => one.id),
    );
  return build;
}

/** Thrown for an id that no worker has polled with. */
export class UnknownBuild extends ChangeRefused {
  constructor(
    readonly id: string,
    readonly known: readonly string[],
  ) {
    super(`no worker has polled with the build id "${id}"`);
  }
}

/** Changes the routing. Temporal refuses it if the builds have changed since they were read, or queues are missing. */
async function change(
  client: Client,
  act: (about: { namespace: string; deploymentName: string; identity: string }) => Promise<unknown>,
): Promise<void> {
  const identity = `waypost deploy by ${userInfo().username}`;
  const about = { namespace: client.options.namespace, deploymentName: DEPLOYMENT, identity };
  try {
    await withDeadline(client.connection, () => act(about), CHANGE_WITHIN);
  } catch (error) {
    const service = serviceErrorOf(error);
    if (service?.code !== SERVICE_ERROR.failedPrecondition) throw error;
    throw new ChangeRefused(reasonOf(service.details), { cause: error });
  }
}

function reasonOf(details: string): string {
  if (/missing active task queues/.test(details)) {
    return 'its workers do not poll every queue that the current build polls: give them the same catalogue, and wait';
  }
  if (/conflict/i.test(details)) return 'the builds have changed meanwhile: look at `deploy status` and try again';
  return details;
}
