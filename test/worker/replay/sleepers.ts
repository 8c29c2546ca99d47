import { inject, onTestFinished } from 'vitest';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { createJourneyClient } from '../../../client/create-journey-client.js';
import { entries } from '../../../client/entries.js';
import { askGate, type GateOptions } from '../../../worker/replay/gate.js';
import { downloaded } from '../../../worker/replay/kept-histories.js';
import type { GateReport } from '../../../worker/replay/report.js';
import { bundleEdited, type Edit } from '../../support/edited-workflows.js';
import { eventOf, newPlayer, only, type Routing, startRouting, until } from '../../support/routing.js';
import { SAMPLES } from '../../support/sample-brands.js';

/** A namespace in which runs of `refer-a-friend` sleep, all in the wait for a deposit. */
export interface Sleepers extends Routing {
  readonly ids: readonly string[];
  /** Asks the gate about an edit of the workflows; all runs by default. */
  ask(edit: Edit, options?: Partial<GateOptions>): Promise<GateReport>;
}

/** Starts this many sleeping runs of lucky's, by the real worker. */
export async function startSleepers(count: number): Promise<Sleepers> {
  const routing = await startRouting();
  const { client, operator } = routing;
  await routing.work();
  const environment = { OPERATOR_URL: operator.url, LUCKY_OPERATOR_KEY: 'key', ROYAL_OPERATOR_KEY: 'key' };
  const catalogue = loadCatalogue(SAMPLES, entries, environment);
  const journeys = createJourneyClient({ catalogue: () => catalogue, entries, client });
  const ids: string[] = [];
  while (ids.length < count) {
    const some = Array.from({ length: Math.min(20, count - ids.length) }, async () => {
      return only(await journeys.accept(eventOf('player.referred', newPlayer())), 'started').id;
    });
    ids.push(...(await Promise.all(some)));
  }
  await until(
    () => client.workflow.count(`ExecutionStatus = 'Running' AND WaitingFor = 'deposit.made'`),
    (answer) => answer.count === count,
    60_000,
  );
  return {
    ...routing,
    ids,
    ask: async (edit, options = {}) => {
      const { codePath, remove } = await bundleEdited(edit);
      onTestFinished(remove);
      const bundles = { running: inject('workflowBundle'), next: codePath };
      const histories = downloaded(client, 1_000);
      const all = { sample: null, build: null, onProgress: () => undefined };
      return askGate({ client, ...bundles, histories, ...all, ...options });
    },
  };
}
