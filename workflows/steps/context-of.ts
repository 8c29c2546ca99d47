import { type Duration, msToNumber } from '@temporalio/common/lib/time.js';
import { ApplicationFailure } from '@temporalio/workflow';
import type { PlayerEvent } from '../contracts/event.js';
import { FAILURES } from '../contracts/failures.js';
import type { JourneyEntry } from '../contracts/journey-entry.js';
import type { JsonObject, JsonValue } from '../contracts/json.js';
import { call, type CallOptions } from './call.js';
import { now } from './clock.js';
import type { JourneyContext, StoryEnd } from './journey-context.js';
import { nextLocalHour } from './local-time.js';
import { lookUp, type LookUpOptions } from './look-up.js';
import type { Run } from './run.js';
import { sleepUntil, waitFor } from './wait.js';

/** The words of a story, bound to its run. */
export function contextOf<E extends JourneyEntry>(run: Run): JourneyContext<E> {
  const { input } = run;
  const context = {
    event: input.event,
    brand: input.brand,
    playerId: input.playerId,
    key: input.key,
    settings: input.settings,
    carried: run.carry,
    previous: input.carried?.previous ?? null,
    lookUp: (name: string, options: LookUpOptions = {}) => step(lookUp(run, name, options)),
    call: (name: string, options: CallOptions = {}) => step(call(run, name, options)),
    waitFor: (types: string | readonly string[], { within, where }: UntypedWait) =>
      step(
        waitFor(run, {
          types: typeof types === 'string' ? [types] : types,
          matches: (event) => where?.(event.data, event) ?? true,
          within,
        }),
      ),
    sleep: (duration: Duration) => step(sleepUntil(run, Date.now() + msToNumber(duration))),
    sleepUntil: (instant: string) => step(sleepUntil(run, instantOf(instant))),
    sleepUntilHour: (hour: number, { timeZone }: { timeZone: string }) =>
      step(sleepUntil(run, localHour(hour, timeZone))),
    stage: (name: string) => run.enterStage(name),
    now,
    random: () => Math.random(),
    onExit: (act: () => Promise<unknown>) => {
      run.onExit = act;
    },
    compensate: (act: () => Promise<unknown>) => {
      run.compensations.push(act);
    },
    end: (reason: string): StoryEnd => ({ kind: 'end', reason }),
    startOver: (carry: JsonValue = null): StoryEnd => ({ kind: 'start-over', carry }),
  };
  // The story sees the types of its own entry; the steps beneath work for every entry.
  return context as unknown as JourneyContext<E>;
}

/**
 * An exit cuts off every step, also one that the story has begun and not awaited yet. Unhandled, its rejection would
 * stop the workflow task for ever; handled here, it still reaches whoever awaits the step later.
 */
function step<T>(begun: Promise<T>): Promise<T> {
  begun.catch(() => undefined);
  return begun;
}

interface UntypedWait {
  readonly within: Duration;
  readonly where?: (data: JsonObject, event: PlayerEvent) => boolean;
}

function instantOf(instant: string): number {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) {
    throw ApplicationFailure.nonRetryable(
      `sleepUntil takes an ISO 8601 instant, not '${instant}'`,
      FAILURES.misusedStep,
    );
  }
  return time;
}

function localHour(hour: number, timeZone: string): number {
  try {
    return nextLocalHour(Date.now(), hour, timeZone);
  } catch (error) {
    throw ApplicationFailure.nonRetryable(`sleepUntilHour: ${String(error)}`, FAILURES.misusedStep);
  }
}
