import { currentUpdateInfo, patched, setHandler } from '@temporalio/workflow';
import { checkResolution } from '../calls/resolution.js';
import { FROM_API, type Resolution, UNVERIFIED } from '../contracts/calls/call.js';
import { covers, type HoldReleased, isForHold } from '../contracts/keepers/hold.js';
import {
  cancelRun,
  type DeliveredEvent,
  destinationAnswers,
  holdReleased,
  journeyState,
  pauseRun,
  playerEvent,
  type Request,
  resolveCall,
  resumeRun,
  wakeRun,
} from '../contracts/messages.js';
import { heardName, type HeardType, keyIn, namesType } from '../contracts/runs/journey-entry.js';
import type { ParkedCall } from '../contracts/runs/run.js';
import { now } from '../time.js';
import { MAX_EVENTS } from './inbox.js';
import type { Run } from './run.js';

/** Registers all that a run listens to. Every handler is synchronous: it records, and the main flow acts. */
export function listen(run: Run): void {
  setHandler(playerEvent, (event) => takeEvent(run, event));
  setHandler(pauseRun, (request) => pause(run, request));
  setHandler(resumeRun, (request) => resume(run, request));
  setHandler(cancelRun, (request) => {
    if (run.canClose) run.close({ as: 'cancelled', reason: describeRequest('cancelled', request) });
  });
  setHandler(wakeRun, (request) => run.note('woken', describeRequest('woken', request)));
  setHandler(holdReleased, (released) => release(run, released));
  setHandler(destinationAnswers, ({ destination }) => {
    run.calls.answers.set(destination, (run.calls.answers.get(destination) ?? 0) + 1);
  });
  setHandler(journeyState, () => run.state());
  setHandler(resolveCall, (resolution) => resolve(run, withCheckedName(resolution)), {
    validator: (resolution: unknown) => checkResolution(run.calls, resolution),
  });
}

function takeEvent(run: Run, event: DeliveredEvent): void {
  if (!run.inbox.isNew(event.id)) return run.ignore(event, 'heard already');
  if (run.closed) return run.ignore(event, 'the run has closed');
  const { entry, ...plain } = event;
  if (entry && run.entry.reentry === 'restart' && event.type === run.entry.startsOn) {
    if (!run.canClose) return run.ignore(event, 'the run is exiting');
    return run.close({ as: 'restarted', reason: `restarted by ${event.type}`, next: { event: plain, ...entry } });
  }
  const exit = run.entry.exitsOn?.find((heard) => heardName(heard) === event.type);
  if (exit !== undefined) {
    if (!isMeant(run, exit, event)) return run.ignore(event, 'it is about another run');
    if (!run.canClose) return run.ignore(event, 'the run is exiting');
    return run.close({ as: 'exited', reason: `exited on ${event.type}` });
  }
  if (!namesType(run.entry.hears, event.type)) return run.ignore(event, 'not heard by this journey');
  if (run.closing && run.closing.as !== 'restarted') return run.ignore(event, 'the run is exiting');
  if (run.eventsTaken >= MAX_EVENTS) return fill(run, event);

  run.eventsTaken += 1;
  run.note('heard', event.type, { event: event.id });
  // What comes while a run restarts is for its next life.
  if (run.closing) run.inbox.keep(plain);
  else run.inbox.offer(plain, Date.now());
}

/** Events with a key are sent to a journey's own run alone, but to all calls of the player that live on their own. */
function isMeant({ input: { exitKey } }: Run, exit: HeardType<string>, event: DeliveredEvent): boolean {
  return exitKey === undefined || typeof exit === 'string' || keyIn(event.data, exit.key) === exitKey;
}

function fill(run: Run, event: DeliveredEvent): void {
  run.ignore(event, 'the run is full');
  if (run.full) return;
  run.full = true;
  run.note('full', `the run has taken ${MAX_EVENTS} events and takes no more; it can be cancelled, or exit`);
  run.needAttention('full');
}

function pause(run: Run, request: Request): void {
  if (run.paused || run.closing || run.closed) return;
  run.paused = true;
  run.note('paused', describeRequest('paused', request));
  run.publish();
}

function resume(run: Run, request: Request): void {
  if (!run.paused) return;
  run.paused = false;
  run.note('resumed', describeRequest('resumed', request));
  run.publish();
}

/**
 * Wakes what waits for the hold. Its release is a person's word for what a wrong set-up has parked, too: that is never
 * of one rule or journey.
 */
function release(run: Run, { id, scope, name, by, at }: HoldReleased): void {
  run.calls.releases += 1;
  if ([...run.waiting].some(({ on }) => isForHold(on))) run.note('released', `the hold ${id} is released by ${by}`);
  for (const call of [...run.calls.parked.values()]) {
    const { callKey, action, destination, setUp, decisions, since } = call;
    // Runs are told twice, and one word sends one request.
    if (at !== undefined && since > at) continue;
    if (!covers({ scope, name }, { action, destination }) || setUp !== true || !decisions.includes('retry')) continue;
    if (isSpared(call)) {
      run.note('released', `${action} is not sent again by the release of ${id}: it may have arrived`, {
        call: callKey,
      });
      continue;
    }
    resolve(run, { callKey, decision: 'retry', by, note: `the hold of the ${scope} ${name} is released` });
  }
}

/**
 * True if a person must acknowledge the call's retry. The release of a hold is no acknowledgement. Remove the mark when
 * no run is open in which an earlier build sent such a call again.
 */
function isSpared({ acknowledge }: ParkedCall): boolean {
  return Boolean(acknowledge) && patched('release-spares-what-may-have-arrived');
}

/**
 * Marks the name in an update that was sent by hand, for example in Temporal's UI: whoever sends it types it. Remove the
 * mark of `patched` when no run is open in which an earlier build resolved a call: its updates had ids of another form.
 */
function withCheckedName(resolution: Resolution): Resolution {
  if (currentUpdateInfo()?.id.startsWith(FROM_API) || !patched('names-sent-by-hand-are-unverified')) return resolution;
  return { ...resolution, by: `${UNVERIFIED}${resolution.by}` };
}

function resolve(run: Run, resolution: Resolution): Resolution & { readonly at: string } {
  const { callKey } = resolution;
  const earlier = run.calls.parked.has(callKey) ? undefined : run.calls.resolutions.get(callKey);
  if (earlier) return earlier;
  const taken = { ...resolution, at: now() };
  run.calls.resolve(taken);
  run.note('resolved', inWords(resolution), { call: callKey });
  run.publish();
  return taken;
}

/** `resolved as skip by olga, money moved: no, order o-1: seen in the back office` */
function inWords({ decision, by, acknowledge, moneyMoved, reference, order, note }: Resolution): string {
  const said = [
    `resolved as ${decision} by ${by}`,
    ...(acknowledge === undefined ? [] : [`acknowledged: ${acknowledge}`]),
    ...(moneyMoved === undefined ? [] : [`money moved: ${moneyMoved}`]),
    ...(reference === undefined ? [] : [`reference ${reference}`]),
    ...(order === undefined ? [] : [`order ${order}`]),
  ];
  return said.join(', ') + (note === undefined ? '' : `: ${note}`);
}

function describeRequest(what: string, { by, reason }: Request): string {
  return reason ? `${what} by ${by}: ${reason}` : `${what} by ${by}`;
}
