import { describe, expect, it } from 'vitest';
import { interpolate, readComposeFile } from '../../../dev/cluster/compose.js';

describe('a variable in a compose file', () => {
  const variables = { SET: 'value', EMPTY: '' };

  it.each([
    ['plain $$HOME and $', 'plain $HOME and $'],
    ['${SET}/${EMPTY}/${UNSET}', 'value//'],
    ['${SET:-other} ${EMPTY:-other} ${UNSET:-}', 'value other '],
    ['${UNSET:-http://${EMPTY:-a}:${SET:-b}}/', 'http://a:value/'],
    ['${SET:?Set it}', 'value'],
  ])('%s is %s', (text, expected) => {
    expect(interpolate(text, variables)).toBe(expected);
  });

  it('that must be set is asked for with the words of the file', () => {
    expect(() => interpolate('${EMPTY:?Set EMPTY in .env}', variables)).toThrow(/^Set EMPTY in \.env$/);
  });

  it.each(['${SET', '${SET:+other}'])('%s is refused', (text) => {
    expect(() => interpolate(text, variables)).toThrow(/^docker-compose\.yml has /);
  });
});

describe("the project's compose file", async () => {
  const required = { POSTGRES_PASSWORD: 'secret', OPERATOR_URL: 'http://operator' };
  const compose = await readComposeFile({ ...required, WAYPOST_KEYS: 'my-keys.json' });

  it('gives a service its environment, also from anchors, without what is not set', () => {
    const { environment } = compose.service('worker');
    expect(environment).toMatchObject({ TEMPORAL_ADDRESS: 'temporal:7233', OPERATOR_URL: 'http://operator' });
    expect(environment).not.toHaveProperty('WAYPOST_ENCRYPTION_KEYS');
  });

  it('gives versions, commands, replicas and mounted files', () => {
    expect(compose.version('temporal')).toMatch(/^\d+\.\d+\.\d+$/);
    expect(compose.service('schema').command).toEqual(['sh', '-euc', expect.stringContaining('--db "$1" create')]);
    expect(compose.service('worker')).toMatchObject({ command: ['node', 'dist/worker/main.js'], replicas: 2 });
    expect([...compose.configs('temporal')]).toEqual([
      ['/etc/temporal/waypost.yaml', expect.stringContaining('matching.enableFairness: [{ value: true }]')],
    ]);
    expect(compose.secrets('api').get('/run/secrets/waypost-keys')).toBe('my-keys.json');
  });

  it('needs what `.env` must have', async () => {
    const bare = await readComposeFile({});
    expect(() => bare.service('postgres')).toThrow('Set POSTGRES_PASSWORD in .env');
  });
});
