import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { controlOperator } from '../../support/operator.js';

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function run(port: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/operator/main.ts'], {
    env: { ...process.env, OPERATOR_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  return child;
}

async function listening(child: ReturnType<typeof run>): Promise<string> {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

test('the process says where it listens, and finishes what is under way when asked to stop', async () => {
  const child = run('0');
  const url = await listening(child);
  const operator = controlOperator(url);
  await operator.fault({ path: '/games', times: 1, answer: { delayMs: 300 } });
  const underWay = fetch(`${url}/games`);
  await expect.poll(() => operator.requests()).toHaveLength(1);

  const exited = once(child, 'exit');
  child.kill('SIGTERM');

  expect((await underWay).status).toBe(200);
  expect(await exited).toEqual([0, null]);
});

test('a busy port is one sentence saying what to do, and exit code 1', async () => {
  const port = new URL(await listening(run('0'))).port;
  const second = run(port);
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
  expect(said).toBe(`Port ${port} is in use: stop what listens there, or set OPERATOR_PORT to a free one.\n`);
  expect(code).toBe(1);
});

test('a port that is none is refused by the name of the variable', async () => {
  const child = run('80x');
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  expect(said).toContain('OPERATOR_PORT must be 0 to 65535, not "80x"');
  expect(code).toBe(1);
});
