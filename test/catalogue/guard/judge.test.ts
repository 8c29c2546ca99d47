import { describe, expect, it } from 'vitest';
import type { Guard } from '../../../catalogue/guard/definition.js';
import { asksChannel, guardBlocks } from '../../../catalogue/guard/judge.js';
import type { JsonValue } from '../../../workflows/contracts/json.js';

const about = { name: 'x', title: 'X', lookup: 'player-x' } as const;
const BLOCK: Guard = {
  ...about,
  test: 'blockedWhen',
  matches: [
    { active: [true], type: ['Excluded'] },
    { active: [true], type: ['Blocked', 'Frozen'] },
  ],
};
const CONSENT: Guard = { ...about, test: 'passesWhen', matches: [{ type: ['{{channel}}'], opted_in: [true] }] };

describe('a guard that blocks when an item fits', () => {
  it.each<[string, JsonValue, string | null]>([
    [
      'an item that fits',
      [
        { active: false, type: 'Blocked' },
        { active: true, type: 'Excluded', note: 'x' },
      ],
      'active: true, type: Excluded',
    ],
    ['any of several values', [{ active: true, type: 'Frozen' }], 'active: true, type: Blocked or Frozen'],
    [
      'halves in different items',
      [
        { active: true, type: 'Other' },
        { active: false, type: 'Excluded' },
      ],
      null,
    ],
    ['no item', [], null],
    ['an answer that is no list', { active: true, type: 'Excluded' }, 'active: true, type: Excluded'],
    ['another type of value', [{ active: 'true', type: 'Excluded' }], null],
    ['nothing', null, null],
  ])('%s', (_, answer, expected) => {
    expect(guardBlocks(BLOCK, null, answer)).toBe(expected === null ? null : `player-x says ${expected}`);
  });
});

describe('a guard that blocks unless an item fits', () => {
  it.each<[string, JsonValue, boolean]>([
    [
      'the channel is agreed to',
      [
        { type: 'email', opted_in: false },
        { type: 'sms', opted_in: true },
      ],
      true,
    ],
    [
      'another channel is',
      [
        { type: 'email', opted_in: true },
        { type: 'sms', opted_in: false },
      ],
      false,
    ],
    ['nothing is said', [], false],
    ['there is nothing', null, false],
  ])('%s', (_, answer, passes) => {
    const reason = guardBlocks(CONSENT, 'sms', answer);
    expect(reason).toBe(passes ? null : 'player-x does not say type: sms, opted_in: true');
  });

  it('asks by channel, where its matches do', () => {
    expect([asksChannel(CONSENT), asksChannel(BLOCK)]).toEqual([true, false]);
  });
});
