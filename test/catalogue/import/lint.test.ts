import { describe, expect, it } from 'vitest';
import { inBrand, refusal, takeIn } from './importing.js';

const URL_LINE = 'URL: https://api.example/hook';

describe('the lint of what was unsafe', () => {
  const lintsOf = (...body: string[]) => takeIn('fast-track', URL_LINE, 'Effect: data', 'Body:', ...body).lints;

  it('finds a number in quotes, of a placeholder and as it stands', () => {
    expect(lintsOf('{', '"amount": "#LastAmount#",', '"price": "12.50", "campaign_id": "42" }')).toEqual([
      expect.stringMatching(/^5: #LastAmount# in quotes sends a number as text/),
      expect.stringMatching(/^6: "price" is the number 12\.50 in quotes/),
    ]);
  });

  it('finds text that was put by hand into a string, and into JSON within a string', () => {
    expect(lintsOf('{ "greeting": "Hello #Who#",', String.raw`"inner": "{\"who\": \"#Who#\"}" }`)).toEqual([
      expect.stringMatching(/^4: #Who# is pasted into the text of "greeting"/),
      expect.stringMatching(/^5: #Who# is pasted into JSON inside the text of "inner": .*Send an object/),
    ]);
  });

  it('finds a placeholder without quotes and default, and says which fix its dialect has', () => {
    expect(lintsOf('{ "balance": #Balance#, "user": "#UserId#" }')).toEqual([
      expect.stringMatching(/^4: #Balance# has no quotes and no default/),
    ]);
    const { lints } = takeIn(
      'smartico',
      URL_LINE,
      'Effect: data',
      'Body:',
      '{ "a": {{event.a}}, "b": {{event.b | default: 0}} }',
    );
    expect(lints).toEqual([expect.stringContaining('write {{event.a | default: 0}}, or {{event.a | omit}}')]);
  });

  it('refuses an optional field that would refuse each call without it, and takes one with a default', () => {
    const lines = (field: string) => [URL_LINE, 'Effect: data', field, 'Body:', '{ "a": "{action_field:a}" }'] as const;
    expect(refusal('fast-track', ...lines('Field a: text, optional'))).toMatch(
      /^5: body can refuse every call: \{action_field:a\} .*required: true or default: … on "a"/,
    );
    expect(takeIn('fast-track', ...lines('Field a: text, default none')).lints).toEqual([]);
  });

  it('says which fields were declared nowhere, with the type that their place shows', () => {
    const { action, lints } = takeIn(
      'fast-track',
      'URL: https://api.example/x?brand={action_field:brand}',
      'Effect: data',
      'Body:',
      '{ "amount": {action_field:amount},',
      '"note": "{action_field:note}" }',
    );
    expect(action['fields']).toEqual({
      brand: { type: 'string', required: true },
      amount: { type: 'number', required: true },
      note: { type: 'string', required: true },
    });
    expect(lints.slice(0, 3)).toEqual([
      expect.stringMatching(/^1: the field brand is not declared, so it becomes a required string/),
      expect.stringMatching(/^4: the field amount .* required number/),
      expect.stringMatching(/^5: the field note .* required string/),
    ]);
  });

  it('tells that effect and mode are guessed, and takes the careful ones for money', async () => {
    const imported = takeIn('fast-track', 'URL: https://api.example/bonus/credit', 'Body: { "user_id": "#UserId#" }');
    expect(imported.action).toMatchObject({ effect: 'money', mode: 'once', value: 'unknown' });
    expect(imported.lints).toEqual([
      '1: effect: money is a guess from name and URL: check it',
      expect.stringMatching(/^1: mode: once, so that nothing is paid twice/),
      expect.stringMatching(/^1: a money call needs the guard block/),
    ]);
    expect((await inBrand(imported)).faults).toEqual([]);
  });
});

it('a message asks for consent to the channel that its words show', async () => {
  const sms = takeIn('fast-track', 'URL: https://api.example/sms/send', 'Body: { "user_id": "#UserId#" }');
  expect(sms.action).toMatchObject({ effect: 'message', mode: 'once', channel: 'sms' });
  expect((await inBrand(sms)).faults).toEqual([]);
  const chat = takeIn('fast-track', 'URL: https://api.example/chat', 'Body: { "user_id": "#UserId#" }');
  expect(chat.action).toMatchObject({ effect: 'message', guards: ['block'] });
  expect(chat.lints).toContainEqual(expect.stringContaining('the guard consent is left out'));
  expect((await inBrand(chat)).faults).toEqual([]);
});
