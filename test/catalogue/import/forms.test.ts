import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { inBrand, takeIn } from './importing.js';

const URL_LINE = 'URL: https://api.example/hook';

describe('the forms of a definition', () => {
  const EXPECTED = {
    method: 'POST',
    path: '/hook',
    query: { brand: 'lucky' },
    headers: { 'x-brand': 'lucky' },
    contentType: 'json',
    fields: { amount: { type: 'number', required: false, default: 5 }, note: { type: 'string', required: true } },
    body: { amount: '{{fields.amount}}', list: [1] },
  };
  const lines = [
    '- URL: https://api.example/hook?brand=lucky',
    'Effect: data',
    'Header: X-Brand: lucky',
    'Field amount: number default 5',
    'Field: note',
    '',
    '```json',
    '{ "amount": {action_field:amount}, "list": [1], "note": "{action_field:note}" }',
    '```',
  ];
  const yaml = [
    'url: https://api.example/hook?brand=lucky',
    'effect: data',
    'headers: { X-Brand: lucky }',
    'fields: { amount: { type: number, default: 5 }, note: text }',
    'body: |',
    '  { "amount": {action_field:amount}, "list": [1], "note": "{action_field:note}" }',
  ];

  it.each([
    ['lines, in a fence as a chat shows it', lines],
    ['YAML', yaml],
    ['with the line ends of Windows, and a byte order mark', ['\uFEFF' + lines.join('\r\n')]],
  ])('%s', async (_, written) => {
    const { faults, action } = await inBrand(takeIn('fast-track', ...written));
    expect(faults).toEqual([]);
    const { body: __, ...rest } = EXPECTED;
    expect(action).toMatchObject(rest);
    expect(action?.body).toContain('{ "amount": {action_field:amount}, "list": [1],');
  });

  it('JSON, with the body as an object', async () => {
    const body = { user: '#UserId#', list: [1] };
    const { faults, action } = await inBrand(
      takeIn('fast-track', JSON.stringify({ url: 'https://api.example/hook', body })),
    );
    expect(faults).toEqual([]);
    expect(JSON.parse(action?.body as string)).toEqual(body);
  });

  it('a form, as pairs, leaves as a form', async () => {
    const imported = takeIn(
      'smartico',
      URL_LINE,
      'Content type: application/x-www-form-urlencoded',
      'Body: a=1+2&name={{state.name}}',
    );
    const { faults, action } = await inBrand(imported);
    expect(faults).toEqual([]);
    expect(action?.contentType).toBe('form');
    expect(JSON.parse(action?.body as string)).toEqual({ a: '1 2', name: '{{state.name}}' });
  });

  it('XML leaves as text of its own type', async () => {
    const imported = takeIn('fast-track', URL_LINE, 'Content type: application/xml', 'Body: <user id="#UserId#"/>');
    const { faults, action } = await inBrand(imported);
    expect(faults).toEqual([]);
    expect(action).toMatchObject({
      contentType: 'text',
      headers: { 'content-type': 'application/xml' },
      body: '<user id="#UserId#"/>',
    });
  });

  it('a GET has everything in its query, and no body', async () => {
    const imported = takeIn(
      'smartico',
      'URL: https://api.example/hook?user={{state.user_id}}',
      'Method: GET',
      'Body: { "a": 1 }',
    );
    const { faults, action } = await inBrand(imported);
    expect(faults).toEqual([]);
    expect(action).toMatchObject({ method: 'GET', query: { user: '{{state.user_id}}' }, body: null });
    expect(imported.lints).toContainEqual(expect.stringMatching(/^3: GET has no body, so it is left out/));
  });

  it('the format that the page describes is one of them', async () => {
    const page = await readFile('docs/command-line.md', 'utf8');
    const example = /```text\n(Name: [^`]*)```/.exec(page)?.[1] ?? '';
    expect((await inBrand(takeIn('fast-track', example))).faults).toEqual([]);
  });
});

describe('a definition with several faults', () => {
  it('tells all of them at once, in the order of the lines', () => {
    const lines = ['URL: ftp://x', 'no line', 'Metod: POST', 'Method: PATCH', 'Field a: what', 'Body:', '{ "a": }'];
    expect(() => takeIn('fast-track', ...lines)).toThrow(
      expect.objectContaining({
        faults: [
          { line: 1, message: 'the URL must be complete: http(s)://host/path' },
          { line: 2, message: expect.stringContaining('is not a "Key: value" line') as string },
          { line: 3, message: expect.stringContaining('did you mean "method"?') as string },
          { line: 4, message: expect.stringContaining('the method "PATCH"') as string },
          { line: 5, message: expect.stringContaining('what') as string },
          { line: 7, message: expect.stringContaining('JSON value') as string },
        ],
      }),
    );
  });

  it('tells every fault that validate would find in what comes out', () => {
    const lines = ['URL: https://api.example/x', 'Effect: data', 'Field a: text, optional', 'Field b: text, optional'];
    expect(() =>
      takeIn('fast-track', ...lines, 'Body:', '{ "a": "{action_field:a}", "b": "{action_field:b}" }'),
    ).toThrow(
      expect.objectContaining({
        faults: ['a', 'b'].map((name) => ({
          line: 6,
          message: expect.stringContaining(`{action_field:${name}}`) as string,
        })),
      }),
    );
  });

  it('names each Liquid tag at its line, with what to write instead', () => {
    const body = [
      '{ "id": 1,',
      '{% if state.vip %}',
      '"vip": {{state.vip}},',
      '{% endif %}',
      '"l": "{% for x in y %}" }',
    ];
    expect(() => takeIn('smartico', 'URL: https://api.example/x', 'Effect: data', 'Body:', ...body)).toThrow(
      expect.objectContaining({
        faults: [
          {
            line: 5,
            message: expect.stringMatching(
              /^Liquid tags are not supported: \{% if state\.vip %\}\. .*\| omit\}\}/,
            ) as string,
          },
          {
            line: 8,
            message: expect.stringMatching(/^Liquid tags are not supported: \{% for .*the list as it is/) as string,
          },
        ],
      }),
    );
  });
});
