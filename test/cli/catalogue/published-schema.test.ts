import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SAMPLES } from '../../support/sample-brands.js';

const PUBLISHED = 'catalogue/schema/published';

/** What an editor says of a file's content. */
async function judge(schema: string, content: unknown): Promise<boolean> {
  const validate = new Ajv2020({ strict: false }).compile(
    JSON.parse(await readFile(path.join(PUBLISHED, schema), 'utf8')) as object,
  );
  return validate(content);
}

describe('the JSON Schemas for editors', async () => {
  const files = (await readdir(SAMPLES, { recursive: true })).filter((file) => file.endsWith('.yaml'));

  it.each(files)('take the sample %s, which names its schema', async (file) => {
    const source = await readFile(path.join(SAMPLES, file), 'utf8');
    const named = /^# yaml-language-server: \$schema=(\S+)/.exec(source)?.[1] ?? '';
    expect(path.resolve(path.dirname(path.join(SAMPLES, file)), named)).toContain(path.resolve(PUBLISHED));
    expect(await judge(path.basename(named), parse(source))).toBe(true);
  });

  it('refuse a key that is not known, and a required one that is missing', async () => {
    const action = { effect: 'data', destination: 'operator', path: '/x' };
    expect(await judge('actions.json', { tag: action })).toBe(true);
    expect(await judge('actions.json', { tag: { ...action, pth: '/x' } })).toBe(false);
    expect(await judge('actions.json', { tag: { path: '/x' } })).toBe(false);
    expect(await judge('actions.brand.json', { tag: { path: '/x' } })).toBe(true);
  });
});
