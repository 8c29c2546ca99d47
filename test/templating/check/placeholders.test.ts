import { describe, expect, it } from 'vitest';
import { checkPlaceholders, type KnownRoots } from '../../../templating/check/placeholders.js';
import { ANY, shapeOfObject, shapeOfSchema, shapeOfType } from '../../../templating/check/shape.js';
import { parseFastTrack } from '../../../templating/parse/fast-track.js';
import { parseSmartico } from '../../../templating/parse/smartico.js';
import { parseBody, parseText } from '../../../templating/parse/waypost.js';

const KNOWN: KnownRoots = {
  event: shapeOfSchema({
    type: 'object',
    properties: {
      game_name: { type: 'string' },
      spins: { type: 'integer' },
      vip: { type: ['boolean', 'null'] },
      amount: { type: 'object', properties: { amount: {}, currency: {} }, additionalProperties: false },
      tags: { type: 'array', items: { type: 'string' } },
      tier_1: { enum: ['a', 2] },
      nothing: { type: 'null' },
      either: { anyOf: [{ type: 'object' }, { type: 'string' }] },
    },
  }),
  fields: shapeOfObject({ campaign_id: shapeOfType('string'), reward: shapeOfType('object') }),
  state: ANY,
  player: shapeOfObject({ id: shapeOfType('string') }),
};

function messages(template: unknown): string[] {
  return checkPlaceholders(parseBody(template), KNOWN).map(({ message }) => message);
}

describe('an unknown placeholder', () => {
  it.each([
    [
      '{{fields.campain_id}}',
      '{{fields.campain_id}} is unknown: fields has no "campain_id": did you mean "campaign_id"?',
    ],
    ['{{fields.x}}', '{{fields.x}} is unknown: fields has no "x": use one of campaign_id, reward'],
    ['{{event.gamename}}', '{{event.gamename}} is unknown: event has no "gamename": did you mean "game_name"?'],
    ['{{event.amount.curency}}', 'event.amount has no "curency": did you mean "currency"?'],
    ['{{event.spins.x}}', '{{event.spins.x}} is unknown: event.spins is a number and has no "x"'],
    ['{{event.tags.first}}', '{{event.tags.first}} is unknown: event.tags is a list: use a position'],
    ['{{params.x}}', '{{params.x}} begins with "params", which is unknown'],
  ])('%s is found', (template, message) => {
    expect(messages({ a: [template] })).toEqual([expect.stringContaining(message)]);
  });

  it('is told with its place and as its dialect writes it', () => {
    const smartico = parseSmartico('{\n "a": "{{fields.campaignid}}"\n}');
    expect(checkPlaceholders(smartico, KNOWN)).toEqual([
      expect.objectContaining({ placeholder: '{{fields.campaignid}}', place: { line: 2, column: 8 } }),
    ]);
    const fastTrack = parseFastTrack('{action_field:campaignid}', { aliases: {}, unwrap: false });
    expect(checkPlaceholders(fastTrack, KNOWN)[0]!.message).toMatch(/^\{action_field:campaignid\} is unknown/);
  });

  it('is no fault where something else may be there', () => {
    expect(
      messages(['{{event.extra}}', '{{event.tier_2}}', '{{state.x.y}}', '{{event.tags.0}}', '{{event.either.x}}']),
    ).toEqual([]);
  });
});

describe('a type that can not go where its placeholder stands', () => {
  it.each([
    [
      'at {{event.amount}}',
      "{{event.amount}} is an object, which can't become text: name one of its properties (amount, currency)",
    ],
    ['at {{event.nothing}}', "{{event.nothing}} is null, which can't become text"],
    ['{{event.tags | string}}', "{{event.tags}} is a list, which can't become text"],
    ['{{event.vip | number}}', "{{event.vip}} is a boolean or null, which can't become a number"],
    ['{{event.spins | boolean}}', "{{event.spins}} is a number, which can't become a boolean"],
    ['{{event.game_name | default: null}} {{event.amount}}', '{{event.amount}} is an object'],
  ])('%s is found', (template, message) => {
    expect(messages(template)).toEqual([expect.stringContaining(message)]);
  });

  it('is found in quotes, and not without them, where the dialect tells them apart', () => {
    expect(checkPlaceholders(parseSmartico('{{fields.reward}}'), KNOWN)).toEqual([]);
    expect(checkPlaceholders(parseSmartico('"{{fields.reward}}"'), KNOWN)).toHaveLength(1);
  });

  it('is found in a path, a query and a form, where all becomes text', () => {
    expect(checkPlaceholders(parseText('/x/{{event.amount}}'), KNOWN)).toHaveLength(1);
    expect(checkPlaceholders(parseBody({ a: '{{event.amount}}' }), KNOWN, { asForm: true })).toHaveLength(1);
    expect(checkPlaceholders(parseBody({ a: '{{event.amount}}' }), KNOWN)).toEqual([]);
  });

  it('is no fault where one of its types can', () => {
    const fine = ['{{event.spins}} x', '{{event.game_name | number}}', '{{event.vip | default: "no" | string}}'];
    expect(
      messages([
        ...fine,
        '{{event.tier_1 | number}}',
        '{{event.either}} x',
        '{{event.vip | string}}',
        '{{event.nothing | omit}}',
        '{{event.nothing}}',
      ]),
    ).toEqual([]);
  });
});
