import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';

const REPORTER = path.resolve('test/support/summary-reporter.ts');

/** Runs vitest on files of these contents; answers with its last line and its exit code. */
async function runTests(files: Record<string, string>): Promise<{ lastLine: string | undefined; code: unknown }> {
  await mkdir('coverage', { recursive: true });
  const root = await mkdtemp(path.resolve('coverage/reporter-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const [name, body] of Object.entries(files)) {
    await writeFile(path.join(root, name), `import { beforeAll, expect, it } from 'vitest';\n${body}`);
  }
  await writeFile(path.join(root, 'vitest.config.ts'), 'export default {};');
  const vitest = path.resolve('node_modules/vitest/vitest.mjs');
  const run = spawn(process.execPath, [vitest, 'run', '--root', root, '--reporter', 'default', '--reporter', REPORTER]);
  const [output, ended] = await Promise.all([text(run.stdout), once(run, 'close')]);
  return { lastLine: output.trimEnd().split('\n').at(-1), code: ended[0] };
}

it('ends a green run with the numbers, and mentions what was skipped', async () => {
  const files = { 'a.test.ts': `it('a', () => {}); it('b', () => {}); it.skip('c', () => {});` };
  expect(await runTests(files)).toEqual({ lastLine: '2 passed, 0 failed, 1 skipped', code: 0 });
});

it('counts failed tests, files that do not load, hooks that throw and stray errors as failed', async () => {
  const files = {
    'a.test.ts': `it('a', () => {}); it('b', () => expect(1).toBe(2));`,
    'b.test.ts': `import './missing.js'; it('a', () => {});`,
    'c.test.ts': `beforeAll(() => { throw new Error('hook'); }); it('a', () => {});`,
    'd.test.ts': `it('a', () => { void Promise.reject(new Error('stray')); });`,
  };
  const { lastLine, code } = await runTests(files);
  expect(lastLine).toMatch(/^2 passed, 4 failed(, 1 skipped)?$/);
  expect(code).toBe(1);
});
