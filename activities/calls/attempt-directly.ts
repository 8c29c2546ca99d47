import { Context } from '@temporalio/activity';
import type { AttemptReport, PreparedCall } from '../../workflows/contracts/calls/call.js';
import { callbacksQueue } from '../../workflows/contracts/names.js';
import type { ActivityDependencies } from '../dependencies.js';
import type { Traffic } from '../destinations/traffic.js';
import { notSent } from './not-sent.js';

/**
 * Returns the call, marked as direct if its first attempt can go to the queue of the journeys: its destination has no
 * limits, answers, and has a slot in this process, which will probably make the attempt.
 */
export function directIfRoom(
  call: PreparedCall,
  { sendsFor = everyBrand }: ActivityDependencies,
  traffic: Traffic,
): PreparedCall {
  const { brand, destination, queue } = call;
  const isHere = Context.current().info.isLocal && sendsFor(brand);
  const isUnlimited = queue === callbacksQueue(brand);
  if (!isHere || !isUnlimited || traffic.breakers.of(brand, destination).isOpen) return call;
  return traffic.direct.hasRoom(slotOf(call)) ? { ...call, direct: true } : call;
}

/** Makes a direct attempt if its destination has a free slot. Else it is not sent: the workflow uses the call's queue. */
export async function attemptDirectly(
  call: PreparedCall,
  { sendsFor = everyBrand }: ActivityDependencies,
  traffic: Traffic,
  attempt: () => Promise<AttemptReport>,
): Promise<AttemptReport> {
  const began = Date.now();
  const report = sendsFor(call.brand) ? await traffic.direct.run(slotOf(call), attempt) : null;
  return report ?? { ...notSent('this process has no free slot for the destination', { began }), noRoom: true };
}

function slotOf({ brand, destination }: PreparedCall): string {
  return `${brand}:${destination}`;
}

function everyBrand(): boolean {
  return true;
}
