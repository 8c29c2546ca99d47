import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../dev/launch/ports.js';
import { Service } from '../../../dev/launch/service.js';

/** A server that answers with `text` and its process id. */
const program = (text: string): string => `
  import { createServer } from 'node:http';
  const server = createServer((_, response) => response.end(${JSON.stringify(text)} + ' ' + process.pid));
  server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
  process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

describe('a service', () => {
  let folder: string;
  let file: string;
  let port: number;
  let said: string[];
  let ends: string[];
  let service: Service;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waypost-service-'));
    file = path.join(folder, 'main.mts');
    port = await freePort();
    said = [];
    ends = [];
    service = new Service({
      name: 'api',
      file,
      env: {},
      port,
      portVariable: 'PORT',
      stopLimit: 5_000,
      say: (line) => said.push(line),
      write: () => undefined,
      onEnd: (how) => ends.push(how),
    });
  });
  afterEach(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  async function ask(at = port): Promise<{ text: string; pid: number }> {
    const answer = await fetch(`http://127.0.0.1:${at}/`, { headers: { connection: 'close' } });
    const [text = '', pid = ''] = (await answer.text()).split(' ');
    return { text, pid: Number(pid) };
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  it('answers on its port, and is replaced without a gap by what was saved', async () => {
    await writeFile(file, program('old'));
    await service.start();
    const old = await ask();
    expect(old.text).toBe('old');
    await writeFile(file, program('new'));
    await service.reload();
    const fresh = await ask();
    expect(fresh.text).toBe('new');
    expect([isAlive(old.pid), isAlive(fresh.pid)]).toEqual([false, true]);
    expect(said).toEqual(['The api runs the changed files.']);
    expect(ends).toEqual([]);
  });

  it('keeps the old process when the new one does not start, and says so', async () => {
    await writeFile(file, program('old'));
    await service.start();
    await writeFile(file, 'const broken = ;');
    await service.reload();
    expect((await ask()).text).toBe('old');
    expect(said).toEqual([
      'The api did not start: the process "api" ended before it was ready (code 1). ' + 'The old one keeps running.',
    ]);
  });

  it('fails to start with a sentence', async () => {
    await writeFile(file, 'process.exit(3);');
    await expect(service.start()).rejects.toThrow('The api did not start: the process "api" ended before');
  });

  it('tells when its process ends by itself', async () => {
    await writeFile(file, program('old'));
    await service.start();
    process.kill((await ask()).pid, 'SIGKILL');
    await expect.poll(() => ends).toEqual(['signal SIGKILL']);
  });

  it('leaves no process behind, not even one that ignores being asked', async () => {
    await writeFile(
      file,
      `${program('stubborn')} process.removeAllListeners('SIGTERM'); process.on('SIGTERM', () => {});`,
    );
    const other = await freePort();
    const impatient = new Service({
      ...{ name: 'api', file, env: {}, port: other, portVariable: 'PORT', stopLimit: 100 },
      ...{ say: () => undefined, write: () => undefined, onEnd: (how: string) => ends.push(how) },
    });
    await impatient.start();
    const { pid } = await ask(other);
    await impatient.stop();
    expect(isAlive(pid)).toBe(false);
    expect(ends).toEqual([]);
  });
});
