import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { loadCatalogue } from '../../catalogue/load/load.js';
import { createJourneyClient } from '../../client/create-journey-client.js';
import { NothingKnown, NoWorkerAnswered } from '../../client/errors.js';
import type { JourneyClient } from '../../client/journey-client.js';
import type { LedgerEntry } from '../../dev/operator/ledger.js';
import type { RecordedRequest } from '../../dev/operator/request-log.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import { catalogueFolderWith } from '../support/catalogue-folder.js';
import { startTestOperator, type TestOperator } from '../support/operator.js';
import { newPlayer, only } from '../support/routing.js';
import { freshNamespace, type TestNamespace } from '../support/temporal.js';
import { startWorkerProcess, type WorkerProcess } from '../support/worker-process.js';
import { eventually } from './eventually.js';
import { type Prize, PRIZES_CATALOGUE, SIGNING_SECRET, templateOfActions } from './prizes.js';

/** Two operators: one honours the key of a call, the other does the work as often as it is asked. */
export type Operator = 'fair' | 'forgetful';

/** A prize that was won, and the run that pays it. */
export interface Won {
  readonly id: string;
  readonly handle: WorkflowHandle;
  /** The requests for its payment that have reached the operator, oldest first. */
  sent(): Promise<RecordedRequest[]>;
  paid(): Promise<LedgerEntry[]>;
  /** How its latest run stands once it has an outcome, or waits for a person. */
  settled(): Promise<RunState>;
  /** Says `retry` as a person does, once it is parked and listed. */
  retry(): Promise<void>;
}

/** A namespace, two operators and a catalogue; workers when they are wanted. */
export interface Setting extends Omit<TestNamespace, 'close'> {
  readonly operators: Readonly<Record<Operator, TestOperator>>;
  /** Starts a worker process; it polls once its `ready` resolves. */
  work(name: string): WorkerProcess;
  /** Lets a player win a prize. */
  win(brand: Operator, prize: Prize, playerId?: string): Promise<Won>;
  /** From now on actions send another path and body. */
  changeTemplate(template: string): Promise<void>;
  close(): Promise<void>;
}

export async function startSetting(): Promise<Setting> {
  const [place, fair, forgetful, folder, data] = await Promise.all([
    freshNamespace(),
    startTestOperator(),
    startTestOperator(),
    catalogueFolderWith(PRIZES_CATALOGUE),
    mkdtemp(path.join(tmpdir(), 'waypost-faults-')),
  ]);
  await forgetful.settings({ honourIdempotencyKey: false });
  const operators = { fair, forgetful };
  const urls = { FAIR_URL: fair.url, FORGETFUL_URL: forgetful.url };
  const catalogue = loadCatalogue(folder.path, [], urls);
  const journeys = createJourneyClient({ catalogue: () => catalogue, entries: [], client: place.client });
  const workers: WorkerProcess[] = [];
  return {
    ...place,
    operators,
    work: (name) => {
      const worker = startWorkerProcess(name, {
        ...urls,
        ...{ TEMPORAL_ADDRESS: place.address, TEMPORAL_NAMESPACE: place.namespace },
        ...{ WAYPOST_CATALOGUE: folder.path, WAYPOST_DATA: data, PRIZES_SECRET: SIGNING_SECRET },
      });
      workers.push(worker);
      return worker;
    },
    win: async (brand, prize, playerId = newPlayer()) => {
      const occurredAt = new Date().toISOString();
      const amount = { amount: '10.00', currency: 'EUR' };
      const event = { brand, id: randomUUID(), type: `prize.${prize}`, playerId, occurredAt, data: { amount } };
      const { id } = only(await journeys.accept(event), 'fired');
      return {
        handle: place.client.workflow.getHandle(id),
        ...paymentOf(journeys, { brand, id }, operators, playerId),
      };
    },
    changeTemplate: (template) => folder.write(templateOfActions(template)),
    close: async () => {
      await Promise.all(workers.map((worker) => worker.kill()));
      await Promise.all([
        place.close(),
        fair.close(),
        forgetful.close(),
        folder.remove(),
        rm(data, { recursive: true }),
      ]);
    },
  };
}

function paymentOf(
  { explain, attention }: JourneyClient,
  { brand, id }: { readonly brand: Operator; readonly id: string },
  operators: Setting['operators'],
  playerId: string,
): Omit<Won, 'handle'> {
  const { callbacks, ledger } = operators[brand];
  const stateNow = async () => (await explain(id).catch(unless(NoWorkerAnswered)))?.state ?? null;
  const settled = () => eventually(stateNow, isSettled);
  const retry = async () => {
    const [call] = (await settled()).parked;
    if (!call) throw new Error(`${id} is not parked`);
    const { callKey, since } = call;
    const word = { callKey, since, decision: 'retry', acknowledge: 'may-pay-twice', by: 'ann' } as const;
    const say = () => attention.resolve({ brand, ...word });
    await eventually(
      () => say().catch(unless(NothingKnown, NoWorkerAnswered)),
      (taken) => taken !== null,
    );
  };
  return {
    id,
    sent: async () => (await callbacks()).filter(({ rawBody }) => rawBody.includes(playerId)),
    paid: async () => (await ledger()).filter(({ user }) => user === playerId),
    settled,
    retry,
  };
}

function isSettled(state: RunState | null): state is RunState {
  return state !== null && (state.outcome !== null || state.parked.length > 0);
}

/** Nothing, for an error that time mends. */
function unless(...kinds: readonly (typeof NoWorkerAnswered | typeof NothingKnown)[]): (error: unknown) => null {
  return (error) => {
    if (kinds.some((kind) => error instanceof kind)) return null;
    throw error;
  };
}
