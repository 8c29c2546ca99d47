import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { ensureNamespace, RETENTION_DAYS, searchAttributeTypes } from '../../../client/temporal/namespace.js';
import { limitQueue } from '../../../client/temporal/queues.js';
import { registerNamespace } from '../../../dev/temporal/register-namespace.js';
import { temporalAddress } from '../../support/temporal.js';
import { type ProxyOptions, startTemporalProxy } from '../../support/temporal-proxy.js';

let full: Connection;
beforeAll(async () => {
  full = await Connection.connect({ address: temporalAddress() });
});
afterAll(() => full.close());

/** A new namespace that knows all attributes but some. */
async function namespaceWithout(...names: string[]): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  await registerNamespace(full, namespace, RETENTION_DAYS);
  const types = Object.entries(searchAttributeTypes()).filter(([name]) => !names.includes(name));
  await full.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(types) });
  return namespace;
}

/** A connection through a proxy with rights of its own. */
async function connected(options: Omit<ProxyOptions, 'target'>, apiKey?: string): Promise<Connection> {
  const proxy = await startTemporalProxy({ target: temporalAddress(), ...options });
  const connection = Connection.lazy({
    address: `127.0.0.1:${proxy.port}`,
    tls: false,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
  onTestFinished(async () => {
    await connection.close();
    await proxy.close();
  });
  return connection;
}

it('nothing is needed but that all attributes are there', async () => {
  const connection = await connected({ refuses: ['ListSearchAttributes', 'AddSearchAttributes'] });
  await ensureNamespace(connection, await namespaceWithout());
});

it.each([
  ['who may neither see nor register them', ['ListSearchAttributes', 'AddSearchAttributes']],
  ['who may only see them', ['AddSearchAttributes']],
])('the missing attributes are named, with the command, to one %s', async (_who, refuses) => {
  const namespace = await namespaceWithout('Stage', 'NeedsAttention');
  const connection = await connected({ refuses });
  await expect(ensureNamespace(connection, namespace)).rejects.toThrow(
    `Temporal's namespace "${namespace}" lacks search attributes that Waypost could not register: temporal operator ` +
      `search-attribute create --namespace ${namespace} --name Stage --type Keyword --name NeedsAttention --type Bool ` +
      `(7 PERMISSION_DENIED: Request unauthorized: AddSearchAttributes)`,
  );
});

it('a wrong API key is said in one sentence that names the variable', async () => {
  const connection = await connected({ apiKey: 'right' }, 'wrong');
  await expect(ensureNamespace(connection, 'default')).rejects.toMatchObject({
    name: 'NamespaceUnfit',
    message: expect.stringMatching(/^Temporal refuses the namespace "default" \(Invalid API key\): .*TEMPORAL_API_KEY/),
  });
});

it('a queue that may not be configured is left to the workers', async () => {
  const queue = { brand: 'lucky', name: 'operator', rateLimit: 5 };
  const namespace = await namespaceWithout();
  const connection = await connected({ refuses: ['UpdateTaskQueueConfig'] });
  expect(await limitQueue(connection, namespace, queue)).toBe(false);
  expect(await limitQueue(full, namespace, queue)).toBe(true);
});
