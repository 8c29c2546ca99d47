import { expect, it } from 'vitest';
import { choiceFault, settingChoices } from '../../../catalogue/lookup/choices.js';

const choice = { section: 'rules', path: [], list: 'bonuses', value: '7' } as const;

it('an option whose value is a number is chosen by its digits', () => {
  const options = { kind: 'options', items: [{ text: 'Seven', value: 7 }], note: null } as const;
  expect(choiceFault(choice, options)).toBeNull();
  expect(choiceFault({ ...choice, value: '8' }, options)).toContain(
    'is "8", which the option list bonuses does not offer',
  );
});

it('of a list that is longer than what is read, only so much is said', () => {
  const options = { kind: 'options', items: [{ text: 'A', value: 'a' }], note: 'the list has 2000 items' } as const;
  expect(choiceFault(choice, options)).toContain('does not offer among its first 1');
});

it('a setting of a journey is a choice where its schema names the list, however deep it stands', () => {
  const bonus = { type: 'string', $comment: 'option list: bonuses' } as const;
  const schema = {
    properties: {
      bonus,
      perCurrency: { additionalProperties: bonus },
      several: { items: bonus },
      note: { type: 'string' },
    },
  } as const;
  const settings = { bonus: 'W50', perCurrency: { EUR: 'R25' }, several: ['A', 'B'], note: 'W50' };
  expect(settingChoices(schema, settings, ['welcome', 'settings'])).toEqual(
    [
      { path: ['bonus'], value: 'W50' },
      { path: ['perCurrency', 'EUR'], value: 'R25' },
      { path: ['several', 0], value: 'A' },
      { path: ['several', 1], value: 'B' },
    ].map(({ path, value }) => ({
      section: 'journeys',
      list: 'bonuses',
      path: ['welcome', 'settings', ...path],
      value,
    })),
  );
});
