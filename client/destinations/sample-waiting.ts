import type { Client } from '@temporalio/client';
import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import { journeyState } from '../../workflows/contracts/messages.js';
import { NO_MONEY, plusMoney } from '../../workflows/contracts/money.js';
import type { CallState } from '../../workflows/contracts/runs/run.js';
import { askEach } from '../attention/item.js';
import { visibilityPage } from '../temporal/visibility.js';
import { withDeadline } from '../temporal/with-deadline.js';
import type { WaitingSample } from './status.js';

/** Largest number of runs in a sample, and the time for the answer of each in milliseconds. */
const MAX_RUNS = 50;
const ANSWER_TIME_MS = 2_000;

/**
 * Asks the newest 50 runs of a visibility query which calls they have open, so that a person sees whose money waits.
 * A run that no worker answers for is left out.
 */
export async function sampleWaiting(client: Client, brand: BrandCatalogue, query: string): Promise<WaitingSample> {
  const { infos } = await visibilityPage(client, query, MAX_RUNS, null);
  const answers = await askEach(infos, ({ workflowId, runId }) => {
    const ask = () => client.workflow.getHandle(workflowId, runId).query(journeyState);
    return withDeadline(client.connection, ask, ANSWER_TIME_MS).catch(() => null);
  });
  const states = answers.filter((state) => state !== null);
  const open = states.flatMap(({ calls }) => calls.filter(({ status }) => status === 'open'));
  return open.reduce(plusCall(brand), { runs: states.length, actions: {}, ...NO_MONEY });
}

function plusCall(brand: BrandCatalogue): (sum: WaitingSample, call: CallState) => WaitingSample {
  return (sum, { action, effect, value }) => {
    const actions = { ...sum.actions, [action]: (sum.actions[action] ?? 0) + 1 };
    // A call that waits for its guard is not rendered yet: the catalogue knows its effect, nobody its amount.
    if ((effect ?? brand.actions.get(action)?.effect) !== 'money') return { ...sum, actions };
    return { ...sum, actions, ...plusMoney(sum, value ?? null) };
  };
}
