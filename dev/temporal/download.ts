import { createWriteStream } from 'node:fs';
import { chmod, rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Progress } from '../setup-error.js';
import { runProgram } from './run-program.js';

const SITE = 'https://temporal.download';
const PATIENCE = 5_000;
const DOWNLOAD_LIMIT_MS = 300_000;

/** A program of Temporal's download site, and its file name here. */
export interface Download {
  readonly artifact: 'cli' | 'temporal-test-server';
  readonly version: string;
  readonly into: string;
  readonly as: string;
}

/**
 * Downloads one of Temporal's programs into an existing folder, as Temporal's SDKs do (the site answers with
 * `archiveUrl` and `fileToExtract`). Returns true if it succeeded. Gives up after five seconds if the site can't be
 * reached.
 */
export async function downloadProgram(download: Download, say: Progress): Promise<boolean> {
  try {
    const { archiveUrl, fileToExtract } = await describe(download);
    const archive = path.join(download.into, 'archive');
    await fetchFile(archiveUrl, archive);
    const extracted = await runProgram('tar', ['-xf', archive, '-C', download.into]);
    if (!extracted.ok) throw new Error(`the archive could not be unpacked: ${extracted.output.trim()}`);
    const program = path.join(download.into, download.as);
    await rename(path.join(download.into, fileToExtract), program);
    await chmod(program, 0o755);
    return true;
  } catch (error) {
    say(`No download from ${SITE}: ${reasonOf(error)}.`);
    return false;
  }
}

async function describe(download: Download): Promise<{ archiveUrl: string; fileToExtract: string }> {
  const platform = { darwin: 'darwin', win32: 'windows' }[process.platform as string] ?? 'linux';
  const query = new URLSearchParams({ platform, arch: process.arch === 'arm64' ? 'arm64' : 'amd64' });
  const answer = await fetch(`${SITE}/${download.artifact}/${download.version}?${query.toString()}`, {
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const body = (await answer.json()) as { archiveUrl?: unknown; fileToExtract?: unknown };
  if (typeof body.archiveUrl !== 'string' || typeof body.fileToExtract !== 'string') {
    throw new Error('an answer that names no archive');
  }
  return { archiveUrl: body.archiveUrl, fileToExtract: body.fileToExtract };
}

async function fetchFile(url: string, file: string): Promise<void> {
  const refused = new AbortController();
  const timer = setTimeout(() => {
    refused.abort(new Error('no answer within 5 seconds'));
  }, PATIENCE);
  const signal = AbortSignal.any([refused.signal, AbortSignal.timeout(DOWNLOAD_LIMIT_MS)]);
  const answer = await fetch(url, { signal }).finally(() => {
    clearTimeout(timer);
  });
  if (!answer.ok || answer.body === null) throw new Error(`status ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(file));
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
