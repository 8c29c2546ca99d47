import type { Client } from '@temporalio/client';
import proto, { type temporal } from '@temporalio/proto';
import { DEPLOYMENT, JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';
import { GONE_AFTER } from '../temporal/queues.js';
import { countRuns, pinnedRunsQuery, unversionedRunsQuery } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';
import type { Build, BuildState, Deployment } from './builds.js';
import { describeBuild, notesIn, serviceOf, unlessUnknown } from './version-api.js';

const { WorkerDeploymentVersionStatus, TaskQueueType } = proto.temporal.api.enums.v1;

type Summary = temporal.api.deployment.v1.WorkerDeploymentInfo.IWorkerDeploymentVersionSummary;
type Time = { readonly seconds?: unknown } | null | undefined;

/** The state of the builds, and the token with which a change is refused if they have changed since. */
export interface ReadDeployment extends Deployment {
  readonly conflictToken: Uint8Array;
}

/** Reads which builds there are, what takes new runs, and what each still has to do. @throws TemporalUnavailable */
export async function readDeployment(client: Client): Promise<ReadDeployment> {
  const { namespace } = client.options;
  const [answer, unversionedRuns] = await Promise.all([
    unlessUnknown(serviceOf(client), (api) => api.describeWorkerDeployment({ namespace, deploymentName: DEPLOYMENT })),
    countRuns(client, unversionedRunsQuery()),
  ]);
  const info = answer?.workerDeploymentInfo;
  const routing = info?.routingConfig;
  const summaries = [...(info?.versionSummaries ?? [])].sort((a, b) => at(b.createTime) - at(a.createTime));
  const pollers = new Pollers(client);
  const builds: Build[] = [];
  for (const summary of summaries) {
    builds.push(await readBuild(client, pollers, summary, routing?.rampingVersionPercentage ?? 0));
  }
  return {
    current: idOf(routing?.currentDeploymentVersion),
    ramping: idOf(routing?.rampingDeploymentVersion),
    builds,
    unversionedRuns,
    conflictToken: answer?.conflictToken ?? new Uint8Array(),
  };
}

async function readBuild(client: Client, pollers: Pollers, summary: Summary, percent: number): Promise<Build> {
  const id = summary.deploymentVersion?.buildId ?? '';
  const state = stateOf(summary);
  const [info, openRuns] = await Promise.all([
    describeBuild(serviceOf(client), id),
    countRuns(client, pinnedRunsQuery(DEPLOYMENT, id)),
  ]);
  const unpolled: string[] = [];
  for (const { name, type } of info?.versionTaskQueues ?? []) {
    if ((await pollers.of(id, name ?? '', type)).size === 0) unpolled.push(name ?? '');
  }
  const active = summary.currentSinceTime ?? summary.rampingSinceTime;
  return {
    ...{ id, state, openRuns },
    percent: state === 'ramping' ? percent : null,
    since: iso(active ?? summary.lastDeactivationTime),
    processes: (await pollers.of(id, JOURNEYS_QUEUE, TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW)).size,
    unpolled: [...new Set(unpolled)],
    replaced: (info === null ? undefined : notesIn(info).replaced) ?? null,
  };
}

/** The worker processes that poll, by queue. Each queue is asked once. */
class Pollers {
  readonly #asked = new Map<string, Promise<readonly temporal.api.taskqueue.v1.IPollerInfo[]>>();

  constructor(readonly client: Client) {}

  /** Returns the identities of a build's processes that poll a queue. */
  async of(buildId: string, name: string, taskQueueType: temporal.api.enums.v1.TaskQueueType | null | undefined) {
    const key = `${String(taskQueueType)} ${name}`;
    const asked = this.#asked.get(key) ?? this.#ask(name, taskQueueType ?? TaskQueueType.TASK_QUEUE_TYPE_UNSPECIFIED);
    this.#asked.set(key, asked);
    const since = Date.now() - GONE_AFTER;
    const there = (await asked).filter(
      ({ deploymentOptions, lastAccessTime }) =>
        deploymentOptions?.deploymentName === DEPLOYMENT &&
        deploymentOptions.buildId === buildId &&
        at(lastAccessTime) > since,
    );
    return new Set(there.map(({ identity }) => identity));
  }

  async #ask(name: string, taskQueueType: temporal.api.enums.v1.TaskQueueType) {
    const { connection, options, workflowService } = this.client;
    const about = { namespace: options.namespace, taskQueue: { name }, taskQueueType };
    return (await withDeadline(connection, () => workflowService.describeTaskQueue(about))).pollers;
  }
}

function stateOf({ status }: Summary): BuildState {
  switch (status) {
    case WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_CURRENT:
      return 'current';
    case WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_RAMPING:
      return 'ramping';
    case WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINING:
      return 'draining';
    case WorkerDeploymentVersionStatus.WORKER_DEPLOYMENT_VERSION_STATUS_DRAINED:
      return 'drained';
    default:
      return 'inactive';
  }
}

function idOf(version: temporal.api.deployment.v1.IWorkerDeploymentVersion | null | undefined): string | null {
  return version?.buildId || null;
}

function at(time: Time): number {
  return Number(time?.seconds ?? 0) * 1_000;
}

function iso(time: Time): string | null {
  return at(time) === 0 ? null : new Date(at(time)).toISOString();
}
