import { describe, expect, it } from 'vitest';
import { CREDIT, files, SMS, STATUS, TO, UNKNOWN } from '../guard/guarded.js';
import { faults } from '../loading.js';

describe('what is wrong with a restraint is told with the fix', () => {
  it.each<[string, string, string]>([
    [
      'a guard that is not known',
      `a: { ${UNKNOWN}, guards: [blok] }`,
      'a.guards needs the guard "blok" before money is sent, and the brand has no guard of that name: did you mean "block"?',
    ],
    [
      'a message without a channel',
      `a: { effect: message, ${TO} }`,
      'a.channel is missing: the guard consent depends on the channel',
    ],
    [
      'a channel that is none',
      `a: { effect: message, channel: smss, ${TO} }`,
      'a.channel can\'t be "smss": type of player-consents must be equal to one of',
    ],
    [
      'a limit of nothing',
      `a: { ${UNKNOWN}, limits: [{ per: player, window: ever }] }`,
      'a.limits[0] has no limit: add count, money, or both',
    ],
    [
      'a limit of no calls',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 0, window: ever }] }`,
      'a.limits[0].count must be at least 1',
    ],
    [
      'a limit of half a call',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 1.5, window: ever }] }`,
      'a.limits[0].count must be a whole number',
    ],
    [
      'a limit per anything',
      `a: { ${UNKNOWN}, limits: [{ per: plyer, count: 1, window: ever }] }`,
      'did you mean "player"?',
    ],
    [
      'a limit without a window',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 1 }] }`,
      'a.limits[0].window is missing: add it',
    ],
    [
      'a window that is none',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 1, window: always }] }`,
      'a.limits[0].window must be a duration, such as "24 hours", or ever',
    ],
    [
      'a window of a moment',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 1, window: 5 s }] }`,
      'a.limits[0].window must be at least 1 minute',
    ],
    [
      'money of unknown value',
      `a: { ${UNKNOWN}, limits: [{ per: player, money: { EUR: '1' }, window: ever }] }`,
      'a.limits[0].money needs the value of each call, which is unknown here. Use count instead',
    ],
    [
      'money of a message',
      `a: { ${SMS}, limits: [{ per: player, money: { EUR: '1' }, window: ever }] }`,
      'a.limits[0].money is only for effect: money. Use count instead',
    ],
    [
      'a currency that is none',
      `a: { ${CREDIT}, limits: [{ per: player, money: { euro: '1' }, window: ever }] }`,
      'is not a currency: use three capital letters, such as EUR',
    ],
    [
      'an amount that is a number',
      `a: { ${CREDIT}, limits: [{ per: player, money: { EUR: 100.00 }, window: ever }] }`,
      'a.limits[0].money.EUR must be text, not a number',
    ],
    [
      'an amount that is none',
      `a: { ${CREDIT}, limits: [{ per: player, money: { EUR: '-1' }, window: ever }] }`,
      'is not an amount: use decimal digits in quotes, such as "100.00"',
    ],
    [
      'two limits of one name',
      `a: { ${UNKNOWN}, limits: [{ per: player, count: 1, window: 24 hours }, { per: player, count: 9, window: ever }] }`,
      'a.limits[1].name "a-per-player" is the name of two limits: rename one',
    ],
    [
      'a shared limit that differs',
      `a: { ${UNKNOWN}, limits: [{ name: all, per: player, count: 1, window: ever }] }\nb: { ${UNKNOWN}, limits: [{ name: all, per: player, count: 2, window: ever }] }`,
      'b.limits[0].name "all" counts together with the limit of a: use the same values here, or another name',
    ],
    [
      'a time of day that is none',
      `a: { ${SMS}, allowedHours: { from: '9', until: '21:00' } }`,
      'a.allowedHours.from is not a time of day: use hours and minutes in quotes, such as "09:00"',
    ],
    [
      'hours that are all day',
      `a: { ${SMS}, allowedHours: { from: '09:00', until: '09:00' } }`,
      'a.allowedHours cover the whole day, because from and until are equal',
    ],
    [
      'a zone that is not a path',
      `a: { ${SMS}, allowedHours: { from: '09:00', until: '21:00', timeZone: Europe/Malta } }`,
      'a.allowedHours.timeZone must be a path without braces that begins with state, event or fields',
    ],
    [
      'a zone in no field',
      `a: { ${SMS}, allowedHours: { from: '09:00', until: '21:00', timeZone: fields.zone } }`,
      'a.allowedHours.timeZone "zone" is not a field of the action',
    ],
    [
      'hours and something else to do',
      `a: { ${SMS}, allowedHours: { from: '09:00', until: '21:00', outside: wat } }`,
      'did you mean "wait"?',
    ],
    [
      'an expiry of nothing',
      `a: { ${SMS}, expires: 0 s }`,
      'a.expires must be longer than 0: use a duration, or never',
    ],
    [
      'an expiry that is none',
      `a: { ${SMS}, expires: soon }`,
      'a.expires must be a duration, such as "24 hours", or never',
    ],
    [
      'reconcile without a status',
      `a: { effect: data, mode: reconcile, ${TO} }`,
      'a.status is missing: mode: reconcile needs it to ask for the status of a call. Add status: { path, done, notDone }',
    ],
    [
      'a status without reconcile',
      `a: { effect: data, mode: once, ${TO}, status: ${STATUS} }`,
      'a.status is only for mode: reconcile, and this is once',
    ],
    [
      'a status without an answer',
      `a: { effect: data, mode: reconcile, ${TO}, status: { path: /s, done: { status: 200 } } }`,
      'a.status.notDone is missing: add it',
    ],
    [
      'a status that matches everything',
      `a: { effect: data, mode: reconcile, ${TO}, status: { path: /s, done: {}, notDone: { status: 404 } } }`,
      'a.status.done would match every answer',
    ],
    [
      'a status at no path',
      `a: { effect: data, mode: reconcile, ${TO}, status: { path: 's?x', done: { status: 200 }, notDone: { status: 404 } } }`,
      'a.status.path must begin with / and have no space, ?, # or backslash',
    ],
    [
      'a status of what there is not',
      `a: { effect: data, mode: reconcile, ${TO}, status: { path: '/s/{{fields.id}}', done: { status: 200 }, notDone: { status: 404 } } }`,
      "a.status.path can't be filled: {{fields.id}} is unknown",
    ],
  ])('%s', async (_, actions, sentence) => {
    expect(await faults(files(actions))).toEqual([expect.stringContaining(sentence)]);
  });
});
