import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { renderCall } from '../catalogue/action/render.js';
import { callKey } from '../workflows/contracts/calls/call-key.js';
import { load } from './catalogue/loading.js';

test('the rule that docs/rules.md tells Slack by is valid, and says what it says it says', async () => {
  const own = readFileSync('docs/rules.md', 'utf8').split("## Waypost's own events")[1] ?? '';
  const files = [...own.matchAll(/^```yaml\n# ([\w-]+\.yaml)\n(.*?)^```$/gms)].map(([, name = '', content = '']) => {
    return [`lucky/${name}`, content] as const;
  });
  expect(files.map(([name]) => name)).toEqual(['lucky/destinations.yaml', 'lucky/actions.yaml', 'lucky/rules.yaml']);
  const catalogue = await load(Object.fromEntries(files));
  const [rule] = catalogue.brands.get('lucky')?.rules.values() ?? [];
  expect(rule).toMatchObject({ on: ['waypost.call.parked'], actions: [{ action: 'tell-slack' }] });
  const key = callKey({ brand: 'lucky', owner: 'r', eventId: 'e', freshStarts: 0, step: 'tell-slack' });
  const fields = { channel: '#callbacks', text: 'cancel-bonus is parked: 404' };
  const rendered = renderCall(
    catalogue,
    {
      ...{ callKey: key, brand: 'lucky', action: 'tell-slack', playerId: 'p', decidedBy: 'r' },
      ...{ fields, event: {}, state: null, campaign: null },
    },
    {},
  );
  expect(rendered).toMatchObject({ kind: 'ready', call: { path: '/chat.postMessage', body: JSON.stringify(fields) } });
});
