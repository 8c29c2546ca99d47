import { expect, test } from 'vitest';
import { inLanes } from '../../../api/events/in-lanes.js';

test('after a failure nothing more begins, and what was under way ends first', async () => {
  const ended: number[] = [];
  const work = inLanes(
    2,
    [0, 1, 2, 3],
    (item) => String(item),
    async (item) => {
      await new Promise(setImmediate);
      if (item === 0) throw new Error('zero');
      await new Promise(setImmediate);
      ended.push(item);
      return Promise.resolve();
    },
  );
  await expect(work).rejects.toThrow('zero');
  expect(ended).toEqual([1]);
});

test('no items are no work', async () => {
  expect(await inLanes(4, [], String, () => Promise.resolve(1))).toEqual([]);
});
