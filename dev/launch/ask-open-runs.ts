import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client, type ConnectionLike } from '@temporalio/client';
import { countEveryOpenRun } from '../../client/runs/open-runs.js';

/** Runs from each place in a story that are asked before a saved file is taken. */
const SAMPLE = 10;

/** The answer to saved files: `objections` are lines that say what would go wrong, `remarks` what could not be asked. */
export interface Answer {
  readonly objections: readonly string[];
  readonly remarks: readonly string[];
}

/** Asks if open runs can go on with saved files (relative to the root, with `/`). */
export type AskOpenRuns = (files: readonly string[]) => Promise<Answer>;

/** Input of the question. */
export interface Asking {
  /** The project's root. */
  readonly root: string;
  readonly connection: ConnectionLike;
  readonly namespace: string;
  /** The environment of the processes, with `TEMPORAL_ADDRESS` and `WAYPOST_DATA`. */
  readonly env: NodeJS.ProcessEnv;
  /** The folder in which the worker keeps the bundle that it runs. */
  readonly bundles: string;
}

const NOTHING: Answer = { objections: [], remarks: [] };

/**
 * Returns a function that asks `cli replay`, if workflow files were saved that open runs use. A journey's file concerns the
 * runs of that journey, any other file all runs. Without such runs it costs one request to Temporal.
 */
export function openRunsAsker(asking: Asking): AskOpenRuns {
  const { root, connection, namespace } = asking;
  const client = new Client({ connection, namespace });
  return async (files) => {
    const saved = files.filter((file) => file.startsWith('workflows/') && file.endsWith('.ts'));
    if (saved.length === 0) return NOTHING;
    const journey = saved.length === 1 ? await journeyIn(path.join(root, saved[0] ?? '')) : undefined;
    try {
      if ((await countEveryOpenRun(client, journey)) === 0) return NOTHING;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { objections: [], remarks: [`Open runs were not asked: ${reason}`] };
    }
    return replay(asking, journey);
  };
}

/** The name of the journey that a file tells; `undefined` if it is no journey's file. */
async function journeyIn(file: string): Promise<string | undefined> {
  if (path.basename(path.dirname(file)) !== 'journeys') return undefined;
  const text = await readFile(file, 'utf8').catch(() => '');
  const names = [...text.matchAll(/^\s*name: '([a-z][a-z0-9-]*)',/gm)].map((match) => match[1]);
  return names.length === 1 ? names[0] : undefined;
}

function replay({ root, namespace, env, bundles }: Asking, journey: string | undefined): Promise<Answer> {
  const only = journey === undefined ? [] : ['--journey', journey];
  const options = ['--running', bundles, '--sample', String(SAMPLE), '--no-catalogue', ...only];
  const args = ['--import', 'tsx', path.join(root, 'cli', 'main.ts'), 'replay', ...options];
  return new Promise((resolve) => {
    const environment = { ...process.env, ...env, TEMPORAL_NAMESPACE: namespace };
    execFile(process.execPath, args, { cwd: root, env: environment }, (error, out, err) => {
      if (error === null) resolve(NOTHING);
      else if (error.code === 1) resolve({ objections: linesOf(out), remarks: [] });
      // A file that can't be bundled is told when the worker does not start.
      else resolve({ objections: [], remarks: linesOf(out + err) });
    });
  });
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
