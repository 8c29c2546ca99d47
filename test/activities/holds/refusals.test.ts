import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import type { Catalogue } from '../../../catalogue/catalogue.js';
import type { Activities } from '../../../workflows/contracts/activities.js';
import type { HoldReader } from '../../../workflows/contracts/ports.js';
import { holdOf, InMemoryHolds } from '../../support/in-memory-holds.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { startTestOperator, type TestOperator } from '../../support/operator.js';
import { catalogueAt, REQUEST, SECRETS, within } from '../world.js';

const HOLD = 'auto:action:credit-referrer';

let operator: TestOperator;
let holds: InMemoryHolds;
let catalogue: Catalogue;
let activities: Activities;
beforeAll(async () => {
  operator = await startTestOperator();
});
afterAll(() => operator.close());
beforeEach(() => {
  holds = new InMemoryHolds();
  catalogue = catalogueAt(operator.url);
  activities = knowing(holds);
});

function knowing(reader: HoldReader): Activities {
  return createActivities({ catalogue: () => catalogue, ...NO_PORTS, holds: reader, environment: SECRETS });
}

/** What preparing comes to, one player after the other; each call lacks its amount unless `fields` has it. */
async function prepare(from: number, to: number, fields = {}): Promise<string[]> {
  const kinds: string[] = [];
  for (let player = from; player <= to; player++) {
    const request = { ...REQUEST, playerId: `player-${player}`, callKey: `wp_key-${player}`, fields };
    const preparation = await within(activities.prepareCall, request);
    kinds.push(preparation.kind === 'held' ? preparation.hold : preparation.kind);
  }
  return kinds;
}

const times = (count: number, kind: string) => Array.from({ length: count }, () => kind);

it('the fifth player in a row whose call is refused before it is sent holds the action; his call and the next wait', async () => {
  expect(await prepare(1, 7)).toEqual([...times(4, 'refused'), HOLD, HOLD, HOLD]);
  expect(holds.current('lucky')).toMatchObject([
    {
      id: HOLD,
      scope: 'action',
      by: 'waypost',
      reason: expect.stringMatching(/wp_key-5: refused before it is sent.*amount/),
    },
  ]);
  expect(holds.current('royal')).toEqual([]);
});

it('a call that can be rendered begins the row at nothing, and so does nobody else', async () => {
  await prepare(1, 4);
  expect(await prepare(5, 5, REQUEST.fields)).toEqual(['ready']);
  expect(await prepare(6, 9)).toEqual(times(4, 'refused'));
  expect(await prepare(9, 9)).toEqual(['refused']);
  expect(await prepare(10, 10)).toEqual([HOLD]);
});

it('mended and released, all that waited goes', async () => {
  await prepare(1, 6);
  holds.release('lucky');
  expect(await prepare(5, 6, REQUEST.fields)).toEqual(times(2, 'ready'));
  expect(await prepare(7, 10)).toEqual(times(4, 'refused'));
});

it('released under a changed catalogue that mends nothing, the first refusal holds it again: none is lost', async () => {
  await prepare(1, 6);
  holds.release('lucky');
  catalogue = { ...catalogue, hash: 'another' };
  expect(await prepare(5, 6)).toEqual([HOLD, HOLD]);
});

it('released under the same catalogue, the refusals are taken as they are', async () => {
  await prepare(1, 6);
  holds.release('lucky');
  expect(await prepare(5, 20)).toEqual(times(16, 'refused'));
});

it('a hold that a person has set on the action makes a refused call wait, too', async () => {
  await holds.trip('lucky', holdOf('action', 'credit-referrer'));
  expect(await prepare(1, 1)).toEqual(['action:credit-referrer']);
});

it('where the hold can not be set, the call is neither refused nor forgotten: it is asked again', async () => {
  activities = knowing({ current: () => [], trip: () => Promise.reject(new Error('Temporal is away')) });
  await prepare(1, 4);
  await expect(prepare(5, 5)).rejects.toMatchObject({ nonRetryable: false });
});
