import { describe, expect, it } from 'vitest';
import { renderCall } from '../../../catalogue/action/render.js';
import { loadCatalogue } from '../../../catalogue/load/load.js';
import { SAMPLES } from '../../support/sample-brands.js';
import { ENTRIES } from '../entries.js';
import { inBrand, refusal, takeIn } from './importing.js';

const URL_LINE = 'URL: https://api.example/hook';

describe("Smartico's page, Mini-game spin issued", () => {
  const body = [
    '{',
    '\t"saw_template_id": "{{event.saw_template_id}}",',
    '\t"minigame_spins_count": "{{event.minigame_spins_count}}",',
    '\t"smartico_user_id": "{{state.user_id}}",',
    '\t"user_ext_id": "{{state.user_ext_id}}",',
    '\t"user_ext_id_clean": "{{state.user_ext_id_clean}}",',
    '\t"brand": "{{state.core_sm_brand_id}}"',
    '}',
  ];

  it('is imported with its body to the letter, as the sample action has it', async () => {
    const imported = takeIn(
      'smartico',
      'Name: Mini-game spin issued',
      'HTTP URL: https://platform.example/minigames/spins',
      'Preferred method: POST',
      'Content type: application/json',
      'Body:',
      ...body,
    );
    const { faults, action } = await inBrand(imported);
    expect(faults).toEqual([]);
    const sample = loadCatalogue(SAMPLES, ENTRIES, {}).brands.get('lucky')?.actions.get('issue-minigame-spins');
    expect(action?.body).toBe((sample?.body as string).trimEnd());
    expect(action).toMatchObject({
      name: 'mini-game-spin-issued',
      title: 'Mini-game spin issued',
      method: 'POST',
      path: '/minigames/spins',
      dialect: 'smartico',
      destination: 'platform-example',
    });
  });

  it('has its warnings told: numbers in quotes, and text that could break the JSON', () => {
    const lines = [
      '{',
      '"level": "{{state.level_name}}",',
      '"minigame_spins_count": "{{event.minigame_spins_count}}" }',
    ];
    expect(takeIn('smartico', URL_LINE, 'Effect: data', 'Body:', ...lines).lints).toEqual([
      expect.stringMatching(
        /^5: \{\{state\.level_name\}\} is free text: a quote or line break in it broke the JSON in the old system/,
      ),
      expect.stringMatching(/^6: \{\{event\.minigame_spins_count\}\} in quotes sends a number as text/),
    ]);
  });
});

describe("Fast Track's page, the Unibo integration", () => {
  const lines = [
    'Name: Unibo',
    'Notification type: triggercallback.example',
    'URL: https://unibo.example/opt-in',
    'Method: POST',
    'Auth type: token',
    'Token URL: https://unibo.example/api/v1/auth/token',
    'Username: waypost',
    'Password: hunter2hunter2',
    'Rewards enabled: yes',
    'Body:',
    '{ "campaign_id": "{action_field:campaign_id}", "user_id": ["#UserId#"] }',
  ];

  it('is imported with both placeholders, its token endpoint and its notification type', async () => {
    const imported = takeIn('fast-track', ...lines);
    const { faults, action, destination } = await inBrand(imported);
    expect(faults).toEqual([]);
    expect(destination).toMatchObject({
      url: 'https://unibo.example',
      fastTrackHeaders: true,
      auth: {
        kind: 'token',
        path: '/api/v1/auth/token',
        credentials: { username: 'waypost', password: { env: 'UNIBO_EXAMPLE_PASSWORD' } },
      },
    });
    expect(action).toMatchObject({
      notificationType: 'triggercallback.example',
      rewardsEnabled: true,
      fields: { campaign_id: { type: 'string', required: true } },
    });
    expect(imported.lints).toContainEqual(
      expect.stringContaining('11: "user_id" is sent as a list of one: add unwrap'),
    );
    expect(JSON.stringify(imported)).not.toContain('hunter2');
  });

  it('sends what it sent there', async () => {
    const { action, destination } = await inBrand(takeIn('fast-track', ...lines));
    const sample = loadCatalogue(SAMPLES, ENTRIES, {});
    const lucky = sample.brands.get('lucky')!;
    const catalogue = {
      ...sample,
      brands: new Map([
        [
          'lucky',
          {
            ...lucky,
            actions: new Map([['unibo', action!]]),
            destinations: new Map([['unibo-example', destination!]]),
          },
        ],
      ]),
    };
    const request = {
      brand: 'lucky',
      action: 'unibo',
      playerId: 'p-1',
      callKey: 'wp_1',
      event: {},
      state: null,
      campaign: null,
    };
    const rendered = renderCall(catalogue, { ...request, fields: { campaign_id: 'a "quoted" one' } } as never, {});
    expect(rendered).toMatchObject({
      kind: 'ready',
      call: { path: '/opt-in', body: JSON.stringify({ campaign_id: 'a "quoted" one', user_id: ['p-1'] }) },
    });
  });
});

describe('a definition that can not be taken', () => {
  it.each([
    ['nothing', [''], '1: the text is empty: paste a definition'],
    ['no URL', ['Method: POST'], '1: the URL is missing: add a line "URL: https://…"'],
    ['a relative URL', ['Name: x', 'URL: /hook'], '2: the URL must be complete: http(s)://host/path'],
    ['a placeholder as host', ['URL: https://{{state.host}}/x'], '1: the host of the URL holds a placeholder'],
    ['a fragment', ['URL: https://api.example/x#top'], '1: the URL has a part after #'],
    ['another method', [URL_LINE, 'Method: PUT'], '2: the method "PUT" is not supported: use POST or GET'],
    ['an unknown key', [URL_LINE, 'Metod: POST'], '2: "Metod" is unknown: did you mean "method"?'],
    ['a key that stands twice', [URL_LINE, URL_LINE], '2: "url" is already in line 1: remove one'],
    [
      'a line that says nothing',
      [URL_LINE, 'hello there'],
      '2: is not a "Key: value" line: use lines such as URL: https://…',
    ],
    ['an unknown auth', [URL_LINE, 'Auth: magic hunter2'], '2: the auth is unknown: use none, api-key'],
    ['an auth without its parts', [URL_LINE, 'Auth: basic'], '2: auth basic needs Username: add a line "Username: …"'],
    ['a content type that is none', [URL_LINE, 'Content type: multipart/form-data', 'Body: x'], '2: the content type'],
    ['an unknown effect', [URL_LINE, 'Effect: mony'], '2: the effect "mony" is unknown: use money, message or data'],
    ['a notification type that is none', [URL_LINE, 'Notification type: callback.x'], '2: notificationType must be'],
    [
      'JSON that breaks',
      [URL_LINE, 'Body:', '{', '"a": 1', '"b": 2 }'],
      "5: the body can't be read: column 1: a comma",
    ],
    [
      'an unknown root',
      [URL_LINE, 'Body:', '{', '"a": "{{stat.x}}" }'],
      "4: the body can't be read: column 7: {{stat.x}}",
    ],
    [
      'what only fields of ours have',
      [URL_LINE, 'Body:', '{ "a": "{{fields.x}}" }'],
      "3: body can't be filled: {{fields.x}}",
    ],
    ['YAML that is none', ['url: https://api.example', 'headers:', '  a: [b'], '3: is not valid YAML'],
    ['a header that HTTP can not carry', [URL_LINE, 'Header X Y: 1'], '2: headers.x y is not a header'],
  ])('%s is refused with line and fix', (_, lines, sentence) => {
    expect(refusal('smartico', ...lines)).toContain(sentence);
  });
});
