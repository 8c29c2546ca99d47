import { setTimeout as sleep } from 'node:timers/promises';
import { describeBuild, noteOn, notesIn, type VersionService } from './version-api.js';

const TRIES = 60;
const PAUSE_MS = 1_000;

/** Thrown when a build id is used for other code than before. The message says what to do. */
export class BuildIdReused extends Error {
  override readonly name = 'BuildIdReused';
}

/**
 * Checks that a build id has not been used for other workflow code: runs that are pinned to it would not replay. `code`
 * is the hash of the workflows. @throws BuildIdReused, TemporalUnavailable
 */
export async function checkCode(service: VersionService, buildId: string, code: string): Promise<void> {
  const info = await describeBuild(service, buildId);
  const before = info === null ? undefined : notesIn(info).code;
  if (before === undefined || before === code) return;
  throw new BuildIdReused(
    `WAYPOST_BUILD_ID ${buildId} was used for other workflow code (${before}, here ${code}): its open runs would not ` +
      'replay. Give each build an id of its own, such as its commit.',
  );
}

/**
 * Keeps the hash of a build's code with its version, which Temporal knows once a worker polls. Checks again, because
 * two builds could have started at the same time. Tries for a minute. @throws BuildIdReused; after a minute the last error
 */
export async function keepCode(service: VersionService, buildId: string, code: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await checkCode(service, buildId, code);
      await noteOn(service, buildId, { code });
      return;
    } catch (error) {
      if (error instanceof BuildIdReused || tries >= TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
