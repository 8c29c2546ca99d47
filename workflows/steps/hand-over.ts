import { CancellationScope, getExternalWorkflowHandle, TemporalFailure } from '@temporalio/workflow';
import type { CallRequest } from '../contracts/call.js';
import type { CallRunInput } from '../contracts/call-run.js';
import type { ReceivedEvent } from '../contracts/event.js';
import { cancelRun } from '../contracts/messages.js';
import { callRunId } from '../contracts/names.js';
import { ofCalls } from '../contracts/own-events.js';
import { startCallRun } from './activities.js';
import type { OpenCall } from './calls.js';
import type { Closing } from './closing.js';
import type { Run } from './run.js';
import type { Decided } from './see-through.js';

/** Lets a call live on in a run of its own, from where it stands. Of a call there is one such run, also after a reset. */
export async function handOver(run: Run, open: OpenCall, decided: Decided, event: ReceivedEvent): Promise<void> {
  const { catalogue } = run.input;
  const announces = ofCalls(run.input.announces);
  const input = { ...decided, step: open.step, event, catalogue, announces, ...exitsOf(run) };
  await CancellationScope.nonCancellable(async () => {
    await startCallRun(input);
    // What has ended the story meanwhile found no run of the call yet.
    if (run.closing) await cancelCallRun(decided.request, run.closing);
  });
}

async function cancelCallRun({ brand, callKey }: CallRequest, { reason }: Closing): Promise<void> {
  try {
    await getExternalWorkflowHandle(callRunId(brand, callKey)).signal(cancelRun, { by: 'its journey', reason });
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error; // it has closed
  }
}

/** Exits that name a key end runs of that key alone, where the journey's runs have one. */
function exitsOf({ entry, input }: Run): Pick<CallRunInput, 'exitsOn' | 'exitKey'> {
  const { exitsOn = [] } = entry;
  const isKeyed = entry.key !== undefined && entry.reentry !== 'every-event' && input.key !== null;
  return isKeyed ? { exitsOn, exitKey: input.key } : { exitsOn };
}
