import { defineSearchAttributeKey } from '@temporalio/common';
import {
  ActivityCancellationType,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import { shortHash } from '../contracts/calls/call-key.js';
import {
  type Hold,
  type HoldRelease,
  type HoldsMemo,
  type HoldsState,
  type Wake,
  WAYPOST,
} from '../contracts/keepers/hold.js';
import { releaseHold, setHold } from '../contracts/messages.js';
import { JOURNEYS_QUEUE } from '../contracts/names.js';
import { NO_PLAYER, type OwnEventType } from '../contracts/runs/own-events.js';

/**
 * When the runs that wait are told of a release: when every process has seen it, for they send at once then; and again,
 * for those that visibility had not shown yet. Milliseconds.
 */
const SIGNAL_AFTER_MS = [3_000, 30_000] as const;

const NEEDS_ATTENTION = defineSearchAttributeKey('NeedsAttention', 'BOOL');

const { announceEvent } = proxyActivities<Pick<Activities, 'announceEvent'>>({
  taskQueue: JOURNEYS_QUEUE,
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 hour',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

const { wakeHeld } = proxyActivities<Pick<Activities, 'wakeHeld'>>({
  taskQueue: JOURNEYS_QUEUE,
  startToCloseTimeout: '24 hours',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '30 seconds' },
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Keeps the holds of a brand, in its memo, and wakes what waits for one that is released. Closes when there is none; the
 * next hold starts it again. The memo of a closed run can still be read.
 */
export async function holds(state: HoldsState): Promise<void> {
  const held = new Map(state.holds.map((hold) => [hold.id, hold]));
  const wakes = [...state.wakes];
  const news = new News(state.brand);
  setHandler(setHold, ({ announces = [], ...hold }) => {
    // The input holds the first one, too, so that it can be read at once.
    const isNew = !held.has(hold.id) || state.holds.some(({ id, since }) => id === hold.id && since === hold.since);
    if (!held.has(hold.id)) held.set(hold.id, hold);
    publish([...held.values()]);
    if (isNew) news.tell('waypost.hold.set', announces, hold, hold.by);
  });
  setHandler(releaseHold, ({ id, by, announces = [] }: HoldRelease) => {
    const hold = held.get(id);
    if (!hold || !held.delete(id)) return;
    const { scope, name } = hold;
    const released = { id, scope, name, by, at: new Date().toISOString() };
    wakes.push(...SIGNAL_AFTER_MS.map((after) => ({ released, due: Date.now() + after })));
    publish([...held.values()]);
    news.tell('waypost.hold.released', announces, hold, by);
  });
  const full = (): boolean => workflowInfo().continueAsNewSuggested;

  while (!full()) {
    const next = earliest(wakes);
    if (next === null) {
      if (held.size === 0) return news.told();
      await condition(() => wakes.length > 0 || held.size === 0 || full());
    } else if (next.due > Date.now()) {
      await condition(() => earliest(wakes) !== next || full(), next.due - Date.now());
    } else {
      await wakeHeld(state.brand, next.released);
      wakes.splice(wakes.indexOf(next), 1);
    }
  }
  await condition(allHandlersFinished);
  await news.told();
  const memo = { holds: [...held.values()] } satisfies HoldsMemo;
  await makeContinueAsNewFunc<typeof holds>({ memo })({ ...state, ...memo, wakes });
}

/** Tells the rules of a brand of holds, beside all else. */
class News {
  readonly #brand: string;
  #untold = 0;

  constructor(brand: string) {
    this.#brand = brand;
  }

  tell(type: OwnEventType, announces: readonly OwnEventType[], { id, scope, name, reason, since }: Hold, by: string) {
    if (!announces.includes(type)) return;
    const eventId = `waypost-${shortHash([type, this.#brand, id, since].join('\n'))}`;
    const about = { brand: this.#brand, id: eventId, type, playerId: NO_PLAYER, occurredAt: new Date().toISOString() };
    this.#untold += 1;
    void announceEvent({ ...about, data: { hold: id, scope, name, reason, by, since } })
      .catch(() => undefined) // an hour later it is no news
      .finally(() => (this.#untold -= 1));
  }

  /** Resolves when all is told. */
  async told(): Promise<void> {
    if (this.#untold > 0) await condition(() => this.#untold === 0);
  }
}

function earliest(wakes: readonly Wake[]): Wake | null {
  return wakes.reduce<Wake | null>((first, wake) => (first === null || wake.due < first.due ? wake : first), null);
}

/** Where every process reads it, and Temporal's UI shows it. A hold that Waypost has set is for a person to look at. */
function publish(list: readonly Hold[]): void {
  const { memo, typedSearchAttributes } = workflowInfo();
  if (JSON.stringify(memo?.['holds']) !== JSON.stringify(list)) upsertMemo({ holds: list });
  const attention = list.some(({ by }) => by === WAYPOST);
  if (typedSearchAttributes.get(NEEDS_ATTENTION) !== attention) {
    upsertSearchAttributes([{ key: NEEDS_ATTENTION, value: attention }]);
  }
  setCurrentDetails(
    list.map(({ id, reason, by, since }) => `- **${id}** since ${since}, by ${by}: ${reason}`).join('\n'),
  );
}
