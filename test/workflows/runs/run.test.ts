import { expect, test } from 'vitest';
import { A_HOLD } from '../../../workflows/contracts/keepers/hold.js';
import { inOrder } from '../../../workflows/runs/run.js';

test('a hold comes before an event of any name, so that its release finds the run', () => {
  expect(inOrder(new Set(['deposit.made', A_HOLD, 'Bonus.Won']))).toEqual([A_HOLD, 'Bonus.Won', 'deposit.made']);
});
