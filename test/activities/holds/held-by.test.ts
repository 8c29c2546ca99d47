import { expect, it } from 'vitest';
import { heldBy } from '../../../activities/holds/held-by.js';
import { holdOf } from '../../support/in-memory-holds.js';

const CALL = { action: 'credit-referrer', destination: 'operator', decidedBy: 'refer-a-friend' };

it.each([
  ['brand', 'lucky'],
  ['destination', 'operator'],
  ['action', 'credit-referrer'],
  ['rule', 'refer-a-friend'],
  ['journey', 'refer-a-friend'],
] as const)('a hold of the %s %s holds a call of it', (scope, name) => {
  const hold = holdOf(scope, name);
  expect(heldBy([holdOf('action', 'another'), hold], CALL)).toBe(hold);
});

it('a hold of another name holds nothing, also where something else has that name', () => {
  const others = [
    holdOf('destination', 'credit-referrer'),
    holdOf('action', 'operator'),
    holdOf('journey', 'welcome'),
    holdOf('rule', 'operator'),
  ];
  expect(heldBy(others, CALL)).toBeNull();
  expect(heldBy([], CALL)).toBeNull();
});

it('a call of before that does not say who decided it is held by no journey or rule', () => {
  const { decidedBy: _, ...call } = CALL;
  expect(heldBy([holdOf('journey', 'refer-a-friend'), holdOf('rule', 'refer-a-friend')], call)).toBeNull();
});
