import { expect, it } from 'vitest';
import { closedState, eventOf, newPlayer, only, until, useRouting } from '../../support/routing.js';
import { routeCalls } from '../routing-journeys.js';

const CANCEL = '/bonus/cancel';
const routing = useRouting();

/** Starts a run with one call. */
async function start(brand = 'lucky'): Promise<string> {
  const event = eventOf('player.referred', newPlayer(), { brand });
  return only(await routing.journeys([routeCalls]).accept(event), 'started').id;
}

/** The queues on which attempts of a run were made, in order. */
async function queuesOf(id: string): Promise<string[]> {
  const { events } = await routing.client.workflow.getHandle(id).fetchHistory();
  return (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
    scheduled?.activityType?.name === 'sendCallback' ? [scheduled.taskQueue?.name ?? ''] : [],
  );
}

it('the first attempt is made on the queue of the journeys, and the next one on that of the brand', async () => {
  await routing.operator.reset();
  await routing.operator.fault({ path: CANCEL, times: 1, answer: { status: 429, headers: { 'retry-after': '1' } } });
  const id = await start();
  expect(await closedState(routing.client, id)).toMatchObject({ calls: [{ attempts: 2 }] });
  expect(await queuesOf(id)).toEqual(['journeys', 'callbacks:lucky']);
});

it('an endpoint that does not answer takes 8 direct attempts, and calls of another brand go out meanwhile', async () => {
  await routing.operator.reset();
  const answer = { delayMs: 4_000 };
  await routing.operator.fault({ path: CANCEL, times: 12, answer });
  const slow = await Promise.all(Array.from({ length: 12 }, () => start()));
  await until(
    () => routing.operator.callbacks(),
    (sent) => sent.length === 12,
  );
  await routing.operator.fault({ path: CANCEL, times: 0 });
  const quick = await start('royal');
  expect(await closedState(routing.client, quick)).toMatchObject({ status: 'ended' });
  expect(await queuesOf(quick)).toEqual(['journeys']);
  const queues: string[] = [];
  for (const id of slow) {
    expect(await closedState(routing.client, id)).toMatchObject({ calls: [{ attempts: 1 }] });
    queues.push((await queuesOf(id)).at(-1) ?? '');
  }
  expect(queues.filter((queue) => queue === 'journeys')).toHaveLength(8);
});
