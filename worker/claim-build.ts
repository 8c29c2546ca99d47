import { checkCode, keepCode } from '../client/builds/check-code.js';
import type { VersionService } from '../client/builds/version-api.js';
import { workflowHash } from './workflow-source.js';

/** A build id that this process runs under. */
export interface ClaimedBuild {
  readonly id: string;
  /** Keeps the hash of the code with the id, once workers poll. @throws BuildIdReused, TemporalUnavailable */
  keep(): Promise<void>;
}

/** Claims a build id for the workflow code of this process. @throws BuildIdReused if it was used for other code */
export async function claimBuild(
  connection: VersionService['connection'],
  namespace: string,
  id: string,
): Promise<ClaimedBuild> {
  const code = await workflowHash();
  const service = { connection, namespace };
  await checkCode(service, id, code);
  return { id, keep: () => keepCode(service, id, code) };
}
