import { CancellationScope } from '@temporalio/workflow';
import { heardName } from '../contracts/journey-entry.js';
import type { ReceivedEvent } from '../contracts/event.js';
import { ofCalls } from '../contracts/own-events.js';
import { startCallRun } from './activities.js';
import type { OpenCall } from './calls.js';
import type { Run } from './run.js';
import type { Decided } from './see-through.js';

/** Lets a call live on in a run of its own, from where it stands. Of a call there is one such run, also after a reset. */
export async function handOver(run: Run, open: OpenCall, decided: Decided, event: ReceivedEvent): Promise<void> {
  const { catalogue } = run.input;
  const announces = ofCalls(run.input.announces);
  const exitsOn = (run.entry.exitsOn ?? []).map((heard) => heardName(heard));
  const input = { ...decided, step: open.step, event, catalogue, announces, exitsOn };
  await CancellationScope.nonCancellable(() => startCallRun(input));
}
