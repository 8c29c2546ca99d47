import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../dev/launch/ports.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LIMIT = 120_000;
const AUTH = { authorization: 'Bearer wp_lucky_development' };

/** One `npm start`. */
interface Launched {
  readonly child: ChildProcess;
  output(): string;
  ended: Promise<number | null>;
}

describe('npm start', { timeout: LIMIT }, () => {
  let dataFolder: string;
  let env: NodeJS.ProcessEnv;
  let api: string;
  let operator: string;
  let launched: Launched | undefined;

  beforeAll(async () => {
    dataFolder = await mkdtemp(path.join(tmpdir(), 'waypost-start-'));
    const names = ['PORT', 'OPERATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT', 'WORKER_METRICS_PORT'];
    const ports = await Promise.all(names.map(async (name) => [name, String(await freePort())] as const));
    env = { ...process.env, ...Object.fromEntries(ports), WAYPOST_DATA: dataFolder };
    delete env['TEMPORAL_ADDRESS'];
    api = `http://127.0.0.1:${env['PORT']}`;
    operator = `http://127.0.0.1:${env['OPERATOR_PORT']}`;
  });
  afterEach(async () => {
    launched?.child.kill('SIGTERM');
    await launched?.ended;
    launched = undefined;
  });
  afterAll(() => rm(dataFolder, { recursive: true, force: true }));

  function launch(): Launched {
    const child = spawn(process.execPath, ['--import', 'tsx', 'dev/start.ts'], { cwd: ROOT, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<number | null>((resolve) => {
      child.once('close', resolve);
    });
    return { child, output: () => output, ended };
  }

  async function untilItRuns({ output, child }: Launched): Promise<void> {
    await expect
      .poll(() => (child.exitCode === null ? output() : `ended: ${output()}`), { timeout: LIMIT, interval: 100 })
      .toMatch(/Waypost runs\.|^ended/);
    expect(output()).toContain('Waypost runs.');
  }

  async function get<T>(url: string): Promise<T> {
    const answer = await fetch(url, { headers: AUTH });
    expect(answer.status).toBe(200);
    return (await answer.json()) as T;
  }

  async function post(type: string, data: object): Promise<string | undefined> {
    const answer = await fetch(`${api}/v1/events`, {
      method: 'POST',
      headers: { ...AUTH, 'content-type': 'application/json' },
      body: JSON.stringify({ id: type, type, playerId: 'friend', occurredAt: new Date().toISOString(), data }),
    });
    expect(answer.status).toBe(202);
    const { decisions } = (await answer.json()) as { decisions: { id?: string }[] };
    return decisions.find(({ id }) => id !== undefined)?.id;
  }

  const kinds = async (): Promise<string[]> =>
    (await get<{ kind: string }[]>(`${operator}/_control/ledger`)).map(({ kind }) => kind);

  async function statusOf(id: string): Promise<{ status: string; outcome: string | null }> {
    const { status, outcome } = await get<{ status: string; outcome: string | null }>(
      `${api}/v1/journeys/${encodeURIComponent(id)}`,
    );
    return { status, outcome };
  }

  it('plays the sample, stops without a trace, and goes on with the runs that slept', async () => {
    launched = launch();
    await untilItRuns(launched);
    const sample = /Timeline of (\S+),/.exec(launched.output())?.[1] ?? '';
    expect(await statusOf(sample)).toEqual({ status: 'ended', outcome: 'delivered' });
    expect(await kinds()).toEqual(['bonus-cancelled']);
    const sleeping = (await post('player.referred', { referrerId: 'referrer' })) ?? '';

    const family = descendants(launched.child.pid);
    expect(family.length).toBeGreaterThanOrEqual(4);
    launched.child.kill('SIGINT');
    expect(await launched.ended).toBe(0);
    expect(family.filter(isAlive)).toEqual([]);

    launched = launch();
    await untilItRuns(launched);
    expect(launched.output()).not.toContain('Timeline of');
    expect((await statusOf(sleeping)).status).toBe('open');
    await post('deposit.made', { amount: { amount: '50.00', currency: 'EUR' } });
    await expect.poll(() => statusOf(sleeping), { timeout: 30_000 }).toEqual({ status: 'ended', outcome: 'delivered' });
    expect(await kinds()).toEqual(['funds-credited']);
  });

  it('fills the echo bucket of samples again when a saved file has replaced the API', async () => {
    launched = launch();
    await untilItRuns(launched);
    const numbers = async (): Promise<number[]> => {
      const { requests } = await get<{ requests: { number: number }[] }>(`${api}/echo-list/samples/`);
      return requests.map(({ number }) => number);
    };
    const before = await numbers();
    expect(before.length).toBeGreaterThan(3);
    const now = new Date();
    await utimes(path.join(ROOT, 'api', 'main.ts'), now, now);
    await expect.poll(launched.output, { timeout: 60_000 }).toContain('The api runs the changed files.');
    await expect.poll(numbers, { timeout: 30_000 }).toEqual(before);
  });

  it('takes everything with it when it is killed outright', async () => {
    launched = launch();
    await untilItRuns(launched);
    const family = descendants(launched.child.pid);
    launched.child.kill('SIGKILL');
    await expect.poll(() => family.filter(isAlive), { timeout: 30_000 }).toEqual([]);
  });

  it('stops everything and says so when one of its processes dies', async () => {
    launched = launch();
    await untilItRuns(launched);
    const family = descendants(launched.child.pid);
    const worker = family.find((pid) => commandOf(pid).includes(path.join('worker', 'main.ts')));
    process.kill(worker ?? 0, 'SIGKILL');
    expect(await launched.ended).toBe(1);
    expect(launched.output()).toContain('The process "worker" has ended (signal SIGKILL)');
    expect(family.filter(isAlive)).toEqual([]);
  });

  it('refuses a port that is taken with one sentence, and starts nothing', async () => {
    launched = launch();
    await untilItRuns(launched);
    const second = launch();
    expect(await second.ended).toBe(1);
    expect(second.output().trim()).toBe(
      `Port ${env['PORT']}, which the API needs, is not free (EADDRINUSE): stop what uses it, or set PORT to ` +
        `another port.`,
    );
  });
});

/** All processes below one, as the system lists them. */
function descendants(root: number | undefined): number[] {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number | undefined): number[] =>
    pairs.flatMap(([pid, ppid]) => (pid !== undefined && ppid === parent ? [pid, ...below(pid)] : []));
  return below(root);
}

function commandOf(pid: number): string {
  return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

/** A process that has ended but that nobody has asked about yet is listed as a zombie: it is gone. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}
