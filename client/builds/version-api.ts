import type { Client } from '@temporalio/client';
import type proto from '@temporalio/proto';
import { type temporal } from '@temporalio/proto';
import { DEPLOYMENT } from '../../workflows/contracts/names.js';
import { RunNotFound } from '../errors.js';
import { type Deadlines, SERVICE_ERROR, serviceErrorOf, withDeadline } from '../temporal/with-deadline.js';

/** The part of a client or of a worker's connection that is needed here. */
export interface VersionService {
  readonly connection: Deadlines & { readonly workflowService: proto.temporal.api.workflowservice.v1.WorkflowService };
  readonly namespace: string;
}

/** Notes on a build, kept in Temporal: the hash of its code, and the build that it replaced. */
export interface BuildNotes {
  readonly code?: string;
  readonly replaced?: string;
}

const NOTES = ['code', 'replaced'] as const;

export type VersionInfo = temporal.api.workflowservice.v1.IDescribeWorkerDeploymentVersionResponse;

/** Returns the service of a client. */
export function serviceOf({ connection, options }: Client): VersionService {
  return { connection: connection, namespace: options.namespace };
}

/** Asks Temporal about one build; `null` if no worker has polled with its id. @throws TemporalUnavailable */
export async function describeBuild(service: VersionService, buildId: string): Promise<VersionInfo | null> {
  return unlessUnknown(service, (api) =>
    api.describeWorkerDeploymentVersion({ namespace: service.namespace, deploymentVersion: versionOf(buildId) }),
  );
}

/** Answers `null` for what Temporal does not know. @throws TemporalUnavailable */
export async function unlessUnknown<T>(
  { connection }: VersionService,
  ask: (api: VersionService['connection']['workflowService']) => Promise<T>,
): Promise<T | null> {
  try {
    return await withDeadline(connection, () => ask(connection.workflowService));
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
}

/** Returns true if Temporal does not know a build, or has only just heard of it. */
function isUnknown(error: unknown): boolean {
  return error instanceof RunNotFound || serviceErrorOf(error)?.code === SERVICE_ERROR.failedPrecondition;
}

/** Returns the notes on a build. */
export function notesIn(info: VersionInfo): BuildNotes {
  const entries = info.workerDeploymentVersionInfo?.metadata?.entries ?? {};
  const read = NOTES.flatMap((name) => {
    const { data } = entries[name] ?? {};
    return data ? [[name, JSON.parse(Buffer.from(data).toString()) as string]] : [];
  });
  return Object.fromEntries(read) as BuildNotes;
}

/** Adds notes to a build that Temporal knows. @throws RunNotFound, TemporalUnavailable */
export async function noteOn(service: VersionService, buildId: string, notes: BuildNotes): Promise<void> {
  const entries = Object.entries(notes).map(([name, value]) => [
    name,
    { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(value)) },
  ]);
  await withDeadline(service.connection, () =>
    service.connection.workflowService.updateWorkerDeploymentVersionMetadata({
      namespace: service.namespace,
      deploymentVersion: versionOf(buildId),
      upsertEntries: Object.fromEntries(entries) as Record<string, never>,
      identity: 'waypost',
    }),
  );
}

/** Returns the full name of a build's version. */
export function versionOf(buildId: string): { readonly deploymentName: string; readonly buildId: string } {
  return { deploymentName: DEPLOYMENT, buildId };
}
