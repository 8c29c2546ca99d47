import { expect, test } from 'vitest';
import type { ReceivedEvent } from '../../../workflows/contracts/runs/event.js';
import { Inbox, type Wait } from '../../../workflows/runs/inbox.js';

const NOON = Date.parse('2026-01-01T12:00:00Z');
const HOUR = 3_600_000;
const iso = (time: number) => new Date(time).toISOString();

function eventOf(id: string, about: { type?: string; received?: number; text?: string } = {}): ReceivedEvent {
  const { type = 'deposit.made', received = NOON, text = '' } = about;
  const at = iso(received);
  return { id, type, playerId: 'p', occurredAt: at, receivedAt: at, data: { text } };
}

function makeInbox(seen: string[] = [], unconsumed: ReceivedEvent[] = []) {
  const dropped: string[] = [];
  const failed: string[] = [];
  const inbox = new Inbox(seen, unconsumed, {
    conditionFailed: (event, error) => failed.push(`${event.id}: ${String(error)}`),
    dropped: (event) => dropped.push(event.id),
  });
  const settled: string[] = [];
  const wait = (name: string, about: Partial<Wait> = {}): Wait => ({
    types: ['deposit.made'],
    matches: () => true,
    until: NOON + HOUR,
    settle: (event) => settled.push(`${name} ${event.id}`),
    ...about,
  });
  return { inbox, dropped, failed, settled, wait };
}

const ids = (events: readonly ReceivedEvent[]) => events.map((event) => event.id);

test('an event goes to the first wait, in order of registration, that it matches', () => {
  const { inbox, settled, wait } = makeInbox();
  inbox.register(wait('picky', { matches: (event) => event.id === 'b' }));
  inbox.register(wait('other', { types: ['withdrawal.cancelled'] }));
  inbox.register(wait('any'));
  inbox.register(wait('spare'));
  inbox.offer(eventOf('a'), NOON);
  inbox.offer(eventOf('b'), NOON);
  inbox.offer(eventOf('c'), NOON);
  expect(settled).toEqual(['any a', 'picky b', 'spare c']);
  expect(inbox.unconsumed).toEqual([]);
});

test('a wait is given one event; a withdrawn one is given none', () => {
  const { inbox, settled, wait } = makeInbox();
  const withdrawn = wait('withdrawn');
  inbox.register(withdrawn);
  inbox.withdraw(withdrawn);
  inbox.register(wait('once'));
  inbox.offer(eventOf('a'), NOON);
  inbox.offer(eventOf('b'), NOON);
  expect(settled).toEqual(['once a']);
  expect(ids(inbox.unconsumed)).toEqual(['b']);
});

test('the oldest unconsumed event that matches is taken, once', () => {
  const { inbox, wait } = makeInbox([], [eventOf('a'), eventOf('b'), eventOf('c')]);
  const picky = wait('picky', { matches: (event) => event.id !== 'a' });
  expect([inbox.take(picky)?.id, inbox.take(picky)?.id, inbox.take(picky)?.id]).toEqual(['b', 'c', undefined]);
  expect(ids(inbox.unconsumed)).toEqual(['a']);
});

test('after its deadline a wait is given what was received in time, and nothing else', () => {
  const { inbox, settled, wait } = makeInbox();
  inbox.register(wait('patient'));
  inbox.offer(eventOf('late', { received: NOON + HOUR + 1 }), NOON + 2 * HOUR);
  inbox.offer(eventOf('in-time', { received: NOON + HOUR }), NOON + 2 * HOUR);
  expect(settled).toEqual(['patient in-time']);
  expect(ids(inbox.unconsumed)).toEqual(['late']);
});

test('a condition that throws is reported, and the event goes to the next wait that matches', () => {
  const { inbox, failed, settled, wait } = makeInbox();
  const matches = () => {
    throw new RangeError('mixed currencies');
  };
  inbox.register(wait('faulty', { matches }));
  inbox.register(wait('sound'));
  inbox.offer(eventOf('a'), NOON);
  expect(settled).toEqual(['sound a']);
  expect(failed).toEqual(['a: RangeError: mixed currencies']);
});

test('an id is new once; the last 5,000 are remembered, also by the next life', () => {
  const { inbox } = makeInbox();
  expect([inbox.isNew('a'), inbox.isNew('a'), inbox.isNew('b')]).toEqual([true, false, true]);
  for (let number = 0; number < 4_999; number++) inbox.isNew(`event-${number}`);
  expect(inbox.seen).toHaveLength(5_000);
  expect(inbox.seen[0]).toHaveLength(14);
  const next = makeInbox(inbox.seen).inbox;
  expect([next.isNew('b'), next.isNew('event-0'), next.isNew('a')]).toEqual([false, false, true]);
});

test('of each type the last 100 unconsumed events are kept, and the oldest is dropped by name', () => {
  const { inbox, dropped } = makeInbox();
  inbox.offer(eventOf('other', { type: 'withdrawal.cancelled' }), NOON);
  for (let number = 0; number < 102; number++) inbox.offer(eventOf(`d-${number}`), NOON);
  expect(dropped).toEqual(['d-0', 'd-1']);
  expect(inbox.unconsumed).toHaveLength(101);
  expect(ids(inbox.unconsumed)[0]).toBe('other');
});

test('all unconsumed events take 128 kB at most, counted as UTF-8', () => {
  const { inbox, dropped, wait } = makeInbox();
  const text = '語'.repeat(10_000);
  for (let number = 0; number < 6; number++) inbox.offer(eventOf(`d-${number}`, { text }), NOON);
  expect(dropped).toEqual(['d-0', 'd-1']);
  expect(inbox.take(wait('any'))?.id).toBe('d-2');
  inbox.offer(eventOf('d-6', { text }), NOON);
  expect(dropped).toHaveLength(2);
});

test('forgetting leaves room and keeps the ids', () => {
  const { inbox, dropped } = makeInbox();
  const text = 'x'.repeat(100_000);
  inbox.isNew('a');
  inbox.keep(eventOf('a', { text }));
  inbox.forget();
  expect(inbox.unconsumed).toEqual([]);
  inbox.keep(eventOf('b', { text }));
  expect(dropped).toEqual([]);
  expect(inbox.isNew('a')).toBe(false);
});
