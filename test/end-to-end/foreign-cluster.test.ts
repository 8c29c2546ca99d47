import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeDevelopmentKeys } from '../../api/keys/development-keys.js';
import { makeAuthority, makeCertificate } from '../outbound/certificates.js';
import { startTestOperator, type TestOperator } from '../support/operator.js';
import { newPlayer, until } from '../support/routing.js';
import { SAMPLES } from '../support/sample-brands.js';
import { freshNamespace, type TestNamespace } from '../support/temporal.js';
import { startTemporalProxy, type TemporalProxy } from '../support/temporal-proxy.js';
import { freePorts, type Product, startProduct } from './product.js';

const API_KEY = 'key-of-the-cluster';
const REFUSED = ['AddSearchAttributes', 'DescribeTaskQueue', 'ListSearchAttributes', 'UpdateTaskQueueConfig'];
const RATE_LIMIT = '\n  rateLimit: 50\n';

/** Somebody else's cluster: TLS by an authority of its own, an API key, and few rights. */
describe("on somebody else's cluster, by the environment alone", () => {
  let folder: string;
  let place: TestNamespace;
  let operator: TestOperator;
  let proxy: TemporalProxy;
  let product: Product;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'waypost-foreign-'));
    const authority = await makeAuthority();
    const certificate = await makeCertificate({ name: 'localhost' }, { authority });
    [place, operator] = await Promise.all([freshNamespace(), startTestOperator()]);
    proxy = await startTemporalProxy({ target: place.address, refuses: REFUSED, apiKey: API_KEY, certificate });
    const [ca, keys, catalogue] = ['ca.pem', 'keys.json', 'catalogue'].map((name) => path.join(folder, name)) as [
      string,
      string,
      string,
    ];
    await Promise.all([writeFile(ca, authority.cert), writeDevelopmentKeys(keys), limitedSamples(catalogue)]);
    product = await startProduct(await freePorts(), {
      TEMPORAL_ADDRESS: `localhost:${proxy.port}`,
      TEMPORAL_NAMESPACE: place.namespace,
      TEMPORAL_API_KEY: API_KEY,
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
      TEMPORAL_CONFIG_FILE: path.join(folder, 'none.toml'),
      WAYPOST_CATALOGUE: catalogue,
      WAYPOST_KEYS: keys,
      WAYPOST_DATA: folder,
      OPERATOR_URL: operator.url,
      LUCKY_OPERATOR_KEY: 'lucky-key',
      ROYAL_OPERATOR_KEY: 'royal-key',
    });
  }, 120_000);
  afterAll(async () => {
    await product.stop();
    await proxy.close();
    await Promise.all([place.close(), operator.close(), rm(folder, { recursive: true })]);
  });

  it('events lead to callbacks', async () => {
    const playerId = newPlayer();
    const { status } = await product.send('POST', '/v1/events', {
      headers: { authorization: 'Bearer wp_lucky_development' },
      body: {
        ...{ id: playerId, type: 'withdrawal.requested', playerId, occurredAt: new Date().toISOString() },
        data: { withdrawalId: 'w-1', amount: { amount: '50.00', currency: 'EUR' } },
      },
    });
    expect(status).toBe(202);
    await until(
      () => operator.ledger(),
      (ledger) => ledger.some(({ kind, user }) => kind === 'bonus-cancelled' && user === playerId),
    );
  });

  it('each right that is missing is said once, with what it leads to', () => {
    expect(proxy.refused()).toEqual(expect.arrayContaining(['ListSearchAttributes', 'UpdateTaskQueueConfig']));
    const lines = product.output().split('\n');
    const saying = (text: string) => lines.filter((line) => line.includes(text));
    expect(saying('(UpdateTaskQueueConfig)')).toEqual([expect.stringContaining('"lucky:operator"')]);
    expect(saying('only the polls of this process are checked')).toHaveLength(1);
    expect(saying('PERMISSION_DENIED')).toEqual([]);
  });

  it('the key of the cluster is written nowhere', () => {
    expect(product.output()).not.toContain(API_KEY);
  });
});

/** The sample catalogue, in which lucky's operator has a rateLimit. */
async function limitedSamples(folder: string): Promise<void> {
  await cp(SAMPLES, folder, { recursive: true });
  const file = path.join(folder, 'lucky', 'destinations.yaml');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('\n  timeout: 10 s\n', `\n  timeout: 10 s${RATE_LIMIT}`));
}
