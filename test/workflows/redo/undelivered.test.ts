import { expect, it } from 'vitest';
import type { UndeliveredCall } from '../../../workflows/contracts/calls/redo.js';
import { Undelivered } from '../../../workflows/redo/undelivered.js';

const callOf = (place: number, bytes: number): UndeliveredCall => ({
  ...{ callKey: `wp_${place}`, action: 'a', playerId: 'p', decidedBy: 'j', step: `s-${place}`, outcome: 'refused' },
  ...{ reason: 'r', at: '2026-03-01T12:00:00.000Z', maybeSent: false, effect: null, value: null, destination: null },
  request: { fields: { text: 'x'.repeat(bytes) }, event: null, state: null, campaign: null },
});

const kept = (list: Undelivered) => list.calls.flatMap(({ callKey, request }) => (request ? [callKey] : []));

it('keeps the last 200 calls, the oldest first', () => {
  const list = new Undelivered();
  for (let place = 1; place <= 205; place++) list.add(callOf(place, 1));
  expect(list.calls).toHaveLength(200);
  expect([list.calls[0]?.callKey, list.calls.at(-1)?.callKey]).toEqual(['wp_6', 'wp_205']);
});

it('keeps of the newest what they were made of, as far as 64 kB go', () => {
  const list = new Undelivered();
  for (let place = 1; place <= 5; place++) list.add(callOf(place, 20_000));
  expect(list.calls).toHaveLength(5);
  expect(kept(list)).toEqual(['wp_3', 'wp_4', 'wp_5']);
  list.add(callOf(6, 70_000));
  expect(kept(list)).toEqual(['wp_3', 'wp_4', 'wp_5']);
  list.add(callOf(7, 1));
  expect(kept(list)).toEqual(['wp_3', 'wp_4', 'wp_5', 'wp_7']);
});
