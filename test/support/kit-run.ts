import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { deliver } from '../../client/events/signal-run.js';
import type { RecordedRequest } from '../../dev/operator/request-log.js';
import { FROM_API, type Resolution } from '../../workflows/contracts/calls/call.js';
import type { Events, EventType } from '../../workflows/contracts/catalogue-types.js';
import type { JsonObject } from '../../workflows/contracts/json.js';
import {
  cancelRun,
  type DeliveredEvent,
  journeyState,
  pauseRun,
  resolveCall,
  resumeRun,
} from '../../workflows/contracts/messages.js';
import type { RunState } from '../../workflows/contracts/runs/run.js';
import type { TestOperator } from './operator.js';

/** What an event carries besides its data; everything has a default. `entry` lets a run restart, as the API does. */
export type EventOptions = Partial<Pick<DeliveredEvent, 'id' | 'receivedAt' | 'state' | 'entry'>>;

/** A run under test. */
export interface KitRun {
  readonly id: string;
  readonly playerId: string;
  readonly handle: WorkflowHandle;
  /** Delivers an event; its id is new unless given. */
  deliver<T extends EventType>(type: T, data: Events[T], event?: EventOptions): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  cancel(): Promise<void>;
  /** Resolves a parked call; the only one, unless its key is given. Answers what was recorded. */
  resolve(resolution: Partial<Resolution> & Pick<Resolution, 'decision'>): Promise<Resolution & { at: string }>;
  /** The run explained, now. */
  state(): Promise<RunState>;
  /** Waits, without skipping time, until the state is as wanted. */
  until(wanted: (state: RunState) => boolean): Promise<RunState>;
  /**
   * Waits, without skipping time, until the run has begun anew. This server never answers a query that meets a run at
   * its end, so `until` is not for this.
   */
  nextLife(): Promise<RunState>;
  /** Skips time until the run has closed; its final state, also of a failed one. */
  end(): Promise<RunState>;
  /** The callbacks that left for this run, in order. */
  sent(): Promise<RecordedRequest[]>;
}

/** What the history of a run begins with: started, and its first task scheduled, started and completed. */
const FIRST_TASK = 3;

interface Started {
  readonly env: TestWorkflowEnvironment;
  readonly operator: TestOperator;
  readonly id: string;
  readonly playerId: string;
  readonly run: string;
}

/** The handle of a run that has been started. */
export function kitRun({ env, operator, id, playerId, run }: Started): KitRun {
  let life = run;
  const handle = env.client.workflow.getHandle(id);
  const by = { by: 'tester', reason: null };
  const state = () => handle.query(journeyState);
  return {
    id,
    playerId,
    handle,
    deliver: async (type, data, event = {}) => {
      const at = event.receivedAt ?? new Date(await env.currentTimeMs()).toISOString();
      const about = { id: randomUUID(), type, playerId, occurredAt: at, receivedAt: at };
      const delivered = { ...about, data: data as unknown as JsonObject, ...event };
      if (!(await deliver(env.client, id, delivered))) throw new Error(`${id} is not open`);
    },
    pause: () => handle.signal(pauseRun, by),
    resume: () => handle.signal(resumeRun, by),
    cancel: () => handle.signal(cancelRun, by),
    resolve: async (resolution) => {
      const callKey = resolution.callKey ?? (await state()).parked[0]?.callKey ?? '';
      const updateId = `${FROM_API}${randomUUID()}`;
      return handle.executeUpdate(resolveCall, { args: [{ by: 'tester', ...resolution, callKey }], updateId });
    },
    state,
    until: async (wanted) => {
      for (;;) {
        const now = await state();
        if (wanted(now)) return now;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    nextLife: async () => {
      const before = life;
      for (;;) {
        const { runId, historyLength } = await handle.describe();
        life = runId;
        if (runId !== before && historyLength > FIRST_TASK) return state();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    end: async () => {
      try {
        return (await handle.result()) as RunState;
      } catch (error) {
        const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
        const [final] = cause instanceof ApplicationFailure ? (cause.details ?? []) : [];
        if (!final) throw error;
        return final as RunState;
      }
    },
    sent: async () => {
      const keys = new Set((await state()).calls.map((call) => call.callKey));
      return (await operator.requests()).filter((request) => keys.has(String(request.headers['idempotency-key'])));
    },
  };
}
