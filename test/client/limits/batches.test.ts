import { expect, it } from 'vitest';
import { Batches } from '../../../client/limits/batches.js';

/** Batches whose requests are answered by hand. */
function batchesOf(most: number) {
  const sent: { place: string; items: readonly number[]; answer: () => void; fail: () => void }[] = [];
  const batches = new Batches<number, string>(
    (place, items) =>
      new Promise((resolve, reject) => {
        const answer = (): void => {
          resolve(items.map((item) => `${place}${item}`));
        };
        const fail = (): void => {
          reject(new Error('no answer'));
        };
        sent.push({ place, items, answer, fail });
      }),
    most,
  );
  return { batches, sent, items: () => sent.map(({ place, items }) => [place, ...items]) };
}

it('sends the first at once, and what comes meanwhile together, each with its own answer', async () => {
  const { batches, sent, items } = batchesOf(2);
  const answers = Promise.all([1, 2, 3, 4].map((item) => batches.ask('a', item)));
  expect(items()).toEqual([['a', 1]]);
  sent[0]?.answer();
  await expect.poll(items).toEqual([
    ['a', 1],
    ['a', 2, 3],
  ]);
  sent[1]?.answer();
  await expect.poll(items).toEqual([
    ['a', 1],
    ['a', 2, 3],
    ['a', 4],
  ]);
  sent[2]?.answer();
  expect(await answers).toEqual(['a1', 'a2', 'a3', 'a4']);
});

it('lets no place wait for another', async () => {
  const { batches, sent, items } = batchesOf(2);
  const [a, b] = [batches.ask('a', 1), batches.ask('b', 1)];
  expect(items()).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
  sent[1]?.answer();
  expect(await b).toBe('b1');
  sent[0]?.answer();
  expect(await a).toBe('a1');
});

it('a request that fails takes those with it that waited for it, and the next is sent again', async () => {
  const { batches, sent, items } = batchesOf(10);
  const asked = Promise.allSettled([1, 2, 3].map((item) => batches.ask('a', item)));
  sent[0]?.fail();
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  const again = batches.ask('a', 4);
  await expect.poll(items).toEqual([
    ['a', 1],
    ['a', 4],
  ]);
  sent[1]?.answer();
  expect(await again).toBe('a4');
});
