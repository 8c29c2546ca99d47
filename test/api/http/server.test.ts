import { Agent, get } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { listen } from '../../../api/http/server.js';
import { referral, startApi, type TestApi } from '../support/start-api.js';

let api: TestApi | null = null;
afterEach(async () => {
  await api?.close().catch(() => undefined);
  api = null;
});

/** A promise that the test settles. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test('draining lets a request under way finish, takes no new one, and then closes', async () => {
  api = await startApi();
  const arrived = gate();
  const goOn = gate();
  api.journeys.before = async () => {
    arrived.open();
    await goOn.opened;
  };
  const underWay = api.send('POST', '/v1/events', { body: referral() });
  await arrived.opened;
  let drained = false;
  const draining = api.server.drain(600_000).then(() => {
    drained = true;
  });
  await expect(api.send('GET', '/healthz')).rejects.toThrow();
  expect(drained).toBe(false);
  goOn.open();
  expect((await underWay).status).toBe(202);
  await draining;
  api = null;
});

test('draining does not wait for connections that are kept alive', async () => {
  const server = await listen((_request, response) => response.end('ok'), 0, '127.0.0.1');
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve, reject) => {
    get({ port: server.port, agent }, (response) => {
      response.resume().once('end', resolve);
    }).once('error', reject);
  });
  await server.drain(600_000);
  agent.destroy();
});

test('what does not finish within the limit is cut off', async () => {
  const arrived = gate();
  const server = await listen(() => arrived.open(), 0, '127.0.0.1');
  const never = fetch(`http://127.0.0.1:${server.port}/`);
  const cut = expect(never).rejects.toThrow();
  await arrived.opened;
  await server.drain(10);
  await cut;
});

test('a busy port is told in one sentence', async () => {
  const first = await listen(() => undefined, 0, '127.0.0.1');
  await expect(listen(() => undefined, first.port, '127.0.0.1')).rejects.toThrow(
    `Port ${first.port} is in use: stop the program that uses it, or set PORT to another.`,
  );
  await first.drain(1_000);
});
