import { expect, it } from 'vitest';
import { JOURNEYS_QUEUE } from '../../../workflows/contracts/names.js';
import { useOperator } from '../../support/operator.js';
import { activitiesOf, catalogueAt, type Changes, REQUEST, within } from '../world.js';

const CREDIT = '/bonus/credit/funds';
const operator = useOperator();

const world = (changes?: Changes) => activitiesOf(catalogueAt(operator.url, changes));

async function isDirect(activities: ReturnType<typeof world>, isLocal = true): Promise<boolean> {
  const preparation = await within(activities.prepareCall, REQUEST, { isLocal });
  if (preparation.kind !== 'ready') throw new Error(preparation.kind);
  return preparation.call.direct === true;
}

async function sendOn(taskQueue: string, { prepareCall, sendCallback }: ReturnType<typeof world>) {
  const preparation = await within(prepareCall, REQUEST, { isLocal: true });
  if (preparation.kind !== 'ready') throw new Error(preparation.kind);
  const order = { call: preparation.call, attempt: 1, originalRunId: 'first-run', confirmedIn: null };
  return within(sendCallback, order, { taskQueue });
}

it.each<[string, Changes, boolean, boolean]>([
  ['is direct in the process of its journey', {}, true, true],
  ['is not direct where it was prepared in another queue', {}, false, false],
  ['is not direct to a destination with a rateLimit', { destination: { rateLimit: 5 } }, true, false],
  ['is not direct to a destination with a concurrency', { destination: { concurrency: 5 } }, true, false],
])('a call %s', async (_, changes, isLocal, direct) => {
  expect(await isDirect(world(changes), isLocal)).toBe(direct);
});

it('a call is not direct while its destination is down', async () => {
  const activities = world();
  await operator.fault({ path: CREDIT, times: 5, answer: { status: 503 } });
  for (let request = 0; request < 5; request++) await sendOn('callbacks:lucky', activities);
  expect(await isDirect(activities)).toBe(false);
});

it('a destination that does not answer takes 8 direct attempts; what comes then is left to its own queue', async () => {
  const activities = world();
  await operator.fault({ path: CREDIT, times: 9, answer: { delayMs: 1_000 } });
  const eight = Array.from({ length: 8 }, () => sendOn(JOURNEYS_QUEUE, activities));
  await expect.poll(async () => (await operator.callbacks()).length).toBe(8);
  expect(await isDirect(activities)).toBe(false);
  expect(await sendOn(JOURNEYS_QUEUE, activities)).toMatchObject({ class: 'not-sent', noRoom: true });
  const onItsOwn = await sendOn('callbacks:lucky', activities);
  expect(onItsOwn).toMatchObject({ class: 'delivered' });
  for (const report of await Promise.all(eight)) expect(report).toMatchObject({ class: 'delivered' });
  expect(await isDirect(activities)).toBe(true);
});
