import { describe, expect, it } from 'vitest';
import type { Action } from '../../../catalogue/action/definition.js';
import { renderCall } from '../../../catalogue/action/render.js';
import { NotInCatalogue } from '../../../catalogue/find.js';
import { buildCatalogue } from '../../../catalogue/load/load.js';
import type { CallRequest } from '../../../workflows/contracts/calls/call.js';
import type { JsonObject } from '../../../workflows/contracts/json.js';
import type { RenderedCall } from '../../../workflows/contracts/runs/rule.js';
import { sampleBrands } from '../../support/sample-brands.js';
import { ENTRIES } from '../entries.js';

const REQUEST: CallRequest = {
  callKey: 'wp_key',
  brand: 'lucky',
  action: 'credit-referrer',
  playerId: 'player-1',
  fields: { amount: { amount: '10.00', currency: 'EUR' } },
  event: {},
  state: null,
  campaign: null,
  decidedBy: 'refer-a-friend',
};

const PROBE: Action = {
  name: 'probe',
  title: 'Probe',
  notificationType: 'triggercallback.probe',
  rewardsEnabled: false,
  check: 'none',
  headers: {},
  contentType: 'json',
  dialect: 'waypost',
  unwrap: false,
  aliases: {},
  answer: { map: null, schema: true },
  effect: 'data',
  mode: 'once',
  destination: 'operator',
  method: 'POST',
  path: '/p/{{player.id}}',
  query: { brand: '{{brand.id}}', note: '{{fields.note | omit}}' },
  body: null,
  fields: {
    note: { type: 'string', required: false },
    count: { type: 'number', required: false },
    on: { type: 'boolean', required: false },
    due: { type: 'date', required: false },
  },
  value: null,
  answers: { duplicateIsDelivered: true },
  expires: null,
  guards: [],
  channel: null,
  allowedHours: null,
  limits: null,
  status: null,
  patience: 5,
  whenPatienceEnds: 'abandon',
  backOff: { initial: 1, maximum: 2 },
};

function render(request: Partial<CallRequest>, probe: Partial<Action> = {}, lookups: JsonObject = {}): RenderedCall {
  const brands = sampleBrands({}).map((brand) => {
    return { ...brand, actions: new Map(brand.actions).set('probe', { ...PROBE, ...probe }) };
  });
  return renderCall(buildCatalogue(brands, ENTRIES), { ...REQUEST, ...request }, lookups);
}

describe('a value that would leave the path', () => {
  const AWAY = ['..', '../../secret', 'a/b', '%252e%252e', '..;'];
  const status = { query: {}, done: [{ status: [200] }], notDone: [{ status: [404] }], after: 1, patience: 1 };

  it.each(AWAY)('refuses the call by the name of its placeholder, in each dialect: %j', (note) => {
    const call = (probe: Partial<Action>) =>
      render({ action: 'probe', fields: { note } }, { ...probe, fields: { note: { type: 'string', required: true } } });
    expect(call({ path: '/p/{{fields.note}}' })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^\{\{fields\.note\}\} /) as string,
    });
    expect(call({ path: '/p/{action_field:note}', dialect: 'fast-track', query: {} })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^\{action_field:note\} /) as string,
    });
    expect(call({ path: '/p', mode: 'reconcile', status: { ...status, path: '/s/{{fields.note}}' } })).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(/^\{\{fields\.note\}\} /) as string,
    });
  });
});

describe('a call that can be sent', () => {
  it('carries all that is decided, and no secret', () => {
    expect(render({})).toEqual({
      kind: 'ready',
      call: {
        callKey: 'wp_key',
        brand: 'lucky',
        action: 'credit-referrer',
        playerId: 'player-1',
        decidedBy: 'refer-a-friend',
        effect: 'money',
        mode: 'reconcile',
        value: { amount: '10.00', currency: 'EUR' },
        catalogue: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
        destination: 'operator',
        queue: 'callbacks:lucky',
        timeout: 10_000,
        patience: 270_000_000,
        whenPatienceEnds: 'park',
        backOff: { initial: 1_000, maximum: 3_600_000 },
        answers: {},
        method: 'POST',
        path: '/bonus/credit/funds',
        headers: { 'content-type': 'application/json', 'idempotency-key': 'wp_key', 'webhook-id': 'wp_key' },
        body: '{"user_id":"player-1","amount":10.00,"currency":"EUR","reason":"refer-a-friend"}',
        guards: ['block'],
        limits: [
          {
            name: 'credit-referrer per player',
            keeper: 'lucky:~limit:credit-referrer-per-player:player-1',
            window: null,
            count: 5,
            money: null,
          },
        ],
        status: {
          path: '/grants/wp_key',
          done: [{ status: [200], body: { status: ['done'] } }],
          notDone: [{ status: [200], body: { status: ['not done'] } }],
          after: 5_000,
          patience: 270_000_000,
        },
      },
    });
  });

  it('without a body names no content type; player and query are encoded', () => {
    expect(render({ action: 'probe', playerId: 'a&b?c', fields: { note: 'x&y' } })).toMatchObject({
      call: {
        path: '/p/a%26b%3Fc?brand=lucky&note=x%26y',
        body: null,
        headers: { 'idempotency-key': 'wp_key', 'webhook-id': 'wp_key' },
        mode: 'once',
        answers: { duplicateIsDelivered: true },
      },
    });
  });

  it('carries how the answer is mapped, where the action says so', () => {
    const answer = { map: { grantId: 'Data.id' }, schema: { type: 'object' } } as const;
    expect(render({ action: 'probe', fields: {} }, { answer })).toMatchObject({
      call: { answers: { duplicateIsDelivered: true, answer } },
    });
  });

  it('knows event, state, campaign, key and lookups', () => {
    const body = ['{{event.a}}', '{{state.b}}', '{{campaign.id}}', '{{call.key}}', '{{lookup.active-bonus.bonus_id}}'];
    const request = { action: 'probe', fields: {}, event: { a: 1 }, state: { b: 2 }, campaign: { id: 'c3' } };
    expect(render(request, { body }, { 'active-bonus': { bonus_id: 'b4' } })).toMatchObject({
      call: { body: '[1,2,"c3","wp_key","b4"]' },
    });
  });

  it.each<[string, JsonObject]>([
    ['a number', { count: 5 }],
    ['a number by its digits', { count: '12345678901234567890' }],
    ['a day', { due: '2026-03-01' }],
    ['an instant', { due: '2026-03-01T12:00:00Z' }],
    ['truth', { on: false }],
    ['nothing at all', {}],
  ])('takes %s', (_, fields) => {
    expect(render({ action: 'probe', fields }).kind).toBe('ready');
  });
});

describe('a call that is refused', () => {
  it.each<[string, Partial<CallRequest>]>([
    ['needs "amount", which is missing', { fields: {} }],
    ['must be money', { fields: { amount: '10.00' } }],
    ['must be money', { fields: { amount: { amount: 10, currency: 'EUR' } } }],
    ['must be money', { fields: { amount: { amount: '10', currency: 'euro' } } }],
    ['has no "sum": it takes amount', { fields: { sum: 1 } }],
    ['"note" of the action probe must be text', { action: 'probe', fields: { note: 1 } }],
    ['"count" of the action probe must be a number', { action: 'probe', fields: { count: 'many' } }],
    ['"on" of the action probe must be true or false', { action: 'probe', fields: { on: 'yes' } }],
    ['"due" of the action probe must be a date', { action: 'probe', fields: { due: '2026-13-01' } }],
    ['{{player.id}} would turn', { action: 'probe', fields: {}, playerId: '..' }],
    ['{{fields.note}} holds a line break', { action: 'probe', fields: { note: 'a\nb' } }],
  ])('%s', (sentence, request) => {
    expect(render(request)).toEqual({ kind: 'refused', reason: expect.stringContaining(sentence) as string });
  });

  it.each(['{{state.country}}', '{{campaign.id}}', '{{event.x.y}}', '{{lookup.active-bonus.bonus_id}}'])(
    '%s has no value',
    (body) => {
      expect(render({ action: 'probe', fields: {} }, { body }, { 'active-bonus': null })).toEqual({
        kind: 'refused',
        reason: `${body} has no value`,
      });
    },
  );
});

it('what the catalogue lacks is an error that a deploy can mend', () => {
  expect(() => render({ action: 'credit-all' })).toThrow(NotInCatalogue);
  expect(() => render({ brand: 'unlucky' })).toThrow('the brand "unlucky" is not in the catalogue');
});
