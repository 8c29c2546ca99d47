import { describe, expect, it } from 'vitest';
import { faults, lucky } from './loading.js';

const source = (map: string, more = ''): Record<string, string> => ({
  'lucky/sources.yaml': `crm: { map: { ${map}type: body.type, playerId: body.player }${more} }`,
});

describe('how a source tells its events apart', () => {
  it('must be chosen where the map has no id, and the fault says what each choice can lose', async () => {
    const [found = '', ...others] = await faults(source(''));
    expect(others).toEqual([]);
    expect(found).toMatch(/sources\.yaml:\d+/);
    expect(found).toContain('crm.identity is missing');
    expect(found).toMatch(/map: \{ id: .*lost.*identity: \{ window: 10 s \}: .*lost/);
  });

  it.each([
    ['id: body.id, ', '', null],
    ['id: headers.x-event, ', '', null],
    ['id: query.id, ', ', identity: { window: 1 minute }', { window: 60_000 }],
    ['', ', identity: { window: 10 s }', { window: 10_000 }],
  ])('is %s%s', async (map, more, identity) => {
    const { sources } = await lucky(source(map, more));
    expect(sources.get('crm')?.identity).toEqual(identity);
  });

  it.each([
    ['', ', identity: { window: 0.5 s }', 'crm.identity.window must be 1 s to 1 day'],
    ['', ', identity: { window: 2 days }', 'crm.identity.window must be 1 s to 1 day'],
    ['', ', identity: { window: soon }', 'crm.identity.window "soon" is not a duration'],
    ['id: { is: one }, ', '', 'crm.map.id is the same for every event'],
  ])('is not %s%s', async (map, more, message) => {
    expect(await faults(source(map, more))).toEqual([expect.stringContaining(message)]);
  });
});
