import { randomUUID } from 'node:crypto';
import { promiseHooks } from 'node:v8';
import type { Client } from '@temporalio/client';
import type { Contender } from '../slice.js';
import { bundleOf, type History, replay } from './replay.js';

/**
 * The promises that one journey of each contender makes in its workflow, as a Markdown table. The SDK takes a stack trace
 * for each. Counted in a replay of one history, so the load of the machine does not matter.
 */
export async function benchPromises(client: Client, contenders: readonly Contender[]): Promise<string> {
  const code = { waypost: await bundleOf('waypost'), plain: await bundleOf('plain') };
  const rows: string[] = [];
  for (const contender of contenders) {
    const history = await historyOf(client, contender);
    rows.push(`| ${contender.name} | ${await promisesOf(() => replay(code[contender.by], history))} |`);
  }
  return ['| | promises per journey |', '|---|---:|', ...rows].join('\n');
}

/** The history of one more journey, once it has closed. */
export async function historyOf(client: Client, contender: Contender): Promise<History> {
  const workflow = client.workflow.getHandle(await contender.start(randomUUID()));
  await workflow.result();
  return workflow.fetchHistory();
}

/** Counts the promises of all contexts but this one: a replay runs its workflow in this thread. */
async function promisesOf(act: () => Promise<void>): Promise<number> {
  let count = 0;
  const stop = promiseHooks.onInit((promise) => {
    if (!(promise instanceof Promise)) count += 1;
  }) as () => void;
  await act();
  stop();
  return count;
}
