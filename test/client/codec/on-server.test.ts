import { randomUUID } from 'node:crypto';
import proto from '@temporalio/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PayloadJson } from '../../../client/codec/sealed-payload.js';
import { type History, historyToJSON } from '../../../client/temporal/internals.js';
import { KEYS, startApi, type TestApi } from '../../api/support/start-api.js';
import { closedState, eventOf, newPlayer, only, type Routing, startRouting, until } from '../../support/routing.js';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { confides } from '../../workflows/journeys/confiding.js';
import { type Encrypting, startEncrypting } from './encrypting.js';
import { fileKey } from './test-keys.js';

const { History } = proto.temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse, ListWorkflowExecutionsResponse } = proto.temporal.api.workflowservice.v1;

const ORIGIN = 'http://127.0.0.1:8233';
const LUCKY_1 = fileKey('lucky-1', 1, 'lucky');
const LUCKY_2 = fileKey('lucky-2', 2, 'lucky');
const GENERAL = fileKey('general', 3);

quietRuntime();
let place: Encrypting;
let api: TestApi;
beforeAll(async () => {
  place = await startEncrypting(LUCKY_1, GENERAL);
  await place.work();
  const ownJourneys = place.journeys([confides]);
  api = await startApi({ encryption: place.keys, codecOrigins: [ORIGIN], ownJourneys });
});
afterAll(async () => {
  await api.close();
  await place.close();
});

/** Starts a run that is told a secret as event data and another as a setting, and waits until it has called. */
async function confide(where: Routing) {
  const data = `canary-${randomUUID()}`;
  const setting = `canary-${randomUUID()}`;
  const journeys = where.journeys([confides], { settings: { greeting: setting } });
  const playerId = newPlayer();
  const { id } = only(
    await journeys.accept(eventOf('player.referred', playerId, { data: { referrerId: data } })),
    'started',
  );
  await until(
    () => journeys.explain(id),
    ({ waitingFor }) => waitingFor === 'deposit.made',
  );
  const deposit = (currency: string) =>
    journeys.accept(eventOf('deposit.made', playerId, { data: { amount: { amount: '1.00', currency } } }));
  return { journeys, id, playerId, secrets: [data, setting], deposit };
}

/** Everything that the server tells of a run by itself, as bytes: history, description, its line in lists. */
async function rawly({ client, namespace }: Routing, id: string) {
  const execution = { workflowId: id };
  const { history } = await client.workflowService.getWorkflowExecutionHistory({ namespace, execution });
  const described = await client.workflowService.describeWorkflowExecution({ namespace, execution });
  const query = `WorkflowId = "${id}"`;
  const listed = await until(
    () => client.workflowService.listWorkflowExecutions({ namespace, query }),
    ({ executions }) => executions.length === 1,
  );
  const bytes = Buffer.concat([
    History.encode(history ?? {}).finish(),
    DescribeWorkflowExecutionResponse.encode(described).finish(),
    ListWorkflowExecutionsResponse.encode(listed).finish(),
  ]);
  return { history: history ?? {}, bytes };
}

/** Whether a text stands in bytes, as it is or in base64 at any of its three offsets. */
function holds(bytes: Buffer, text: string): boolean {
  const shifted = [0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${'\0'.repeat(offset)}${text}`).toString('base64');
    return encoded.slice(Math.ceil((offset * 8) / 6), -4);
  });
  return [text, ...shifted].some((form) => bytes.includes(form));
}

/** The encrypted payloads of a history, in the order of its events. */
function payloadsOf(history: History): PayloadJson[] {
  const found: PayloadJson[] = [];
  JSON.parse(historyToJSON(history), (_name, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'metadata' in value && 'data' in value)
      found.push(value as PayloadJson);
    return value;
  });
  return found;
}

const keyOf = ({ metadata }: PayloadJson): string =>
  Buffer.from(metadata?.['encryption-key-id'] ?? '', 'base64').toString();

describe('what Temporal holds of a run', () => {
  it('is nothing that the run was told, however it closes', async () => {
    const [ended, failed, stuck] = await Promise.all([confide(place), confide(place), confide(place)]);
    await Promise.all([ended.deposit('EUR'), failed.deposit('USD'), stuck.deposit('GBP')]);
    expect(await closedState(place.client, ended.id)).toMatchObject({
      outcome: 'confided',
      settings: { greeting: ended.secrets[1] },
    });
    await expect(closedState(place.client, failed.id)).rejects.toMatchObject({
      cause: { message: `nobody may know ${failed.secrets[0] ?? ''}` },
    });
    await until(
      () => place.client.workflow.getHandle(stuck.id).describe(),
      ({ raw }) => (raw.pendingWorkflowTask?.attempt ?? 0) > 1,
    );
    const sent = JSON.stringify(await place.operator.requests());
    for (const { id, secrets } of [ended, failed, stuck]) {
      const { bytes } = await rawly(place, id);
      for (const secret of secrets) {
        expect(sent).toContain(secret);
        expect(holds(bytes, secret)).toBe(false);
      }
      expect(bytes.includes('nobody may know')).toBe(false);
      expect(bytes.includes('no fault was foreseen')).toBe(false);
      expect(bytes.includes('.ts:')).toBe(false);
    }
    await place.client.workflow.getHandle(stuck.id).terminate();
  });

  it('is all of it without keys, so that the search above would have found it', async () => {
    const plain = await startRouting();
    await plain.work();
    try {
      const { id, secrets, deposit } = await confide(plain);
      await deposit('USD');
      await closedState(plain.client, id).catch(() => undefined);
      const { bytes } = await rawly(plain, id);
      for (const secret of secrets) expect(holds(bytes, secret)).toBe(true);
      expect(holds(Buffer.from(bytes.toString('base64')), secrets[0] ?? '')).toBe(true);
      expect(bytes.includes('nobody may know')).toBe(true);
      expect(bytes.includes('close.ts:')).toBe(true);
    } finally {
      await plain.close();
    }
  });

  it('keeps what must be found in the clear: ids and search attributes', async () => {
    const { id, playerId, journeys } = await confide(place);
    const { bytes } = await rawly(place, id);
    expect(bytes.includes(`lucky:confides:${playerId}`)).toBe(true);
    const { runs } = await journeys.list({ brand: 'lucky', playerId, limit: 1 });
    expect(runs).toMatchObject([{ id, stage: 'entered', waitingFor: 'deposit.made' }]);
  });
});

describe('the API over encrypted runs', () => {
  it('explains an open run and a failed one', async () => {
    const { id, secrets, deposit } = await confide(place);
    const open = await api.send('GET', `/v1/journeys/${id}`);
    expect(open).toMatchObject({
      status: 200,
      json: { status: 'open', state: { settings: { greeting: secrets[1] } } },
    });
    await deposit('USD');
    await closedState(place.client, id).catch(() => undefined);
    const failed = await api.send('GET', `/v1/journeys/${id}`);
    const outcome = `nobody may know ${secrets[0] ?? ''}`;
    expect(failed).toMatchObject({ status: 200, json: { status: 'failed', outcome, state: { outcome } } });
  });

  it('decodes a whole history for a key of the brand, and none of it for another', async () => {
    const { id, secrets, deposit } = await confide(place);
    await deposit('EUR');
    await closedState(place.client, id);
    const payloads = payloadsOf((await rawly(place, id)).history);
    expect(payloads.length).toBeGreaterThan(10);
    const decoded = await api.send('POST', '/codec/decode', {
      key: KEYS.decoder,
      headers: { origin: ORIGIN },
      body: { payloads },
    });
    expect(decoded.status).toBe(200);
    const texts = (decoded.json['payloads'] as PayloadJson[]).map(({ data }) =>
      Buffer.from(data ?? '', 'base64').toString(),
    );
    for (const secret of secrets) expect(texts.join('\n')).toContain(secret);
    // The summary that the UI shows, and the run's current details.
    expect(texts).toContain(`"Confides of ${id.split(':')[2] ?? ''}, started by player.referred"`);
    expect((await api.send('POST', '/codec/decode', { key: KEYS.royal, body: { payloads } })).status).toBe(404);
  });
});

describe('a rotation', () => {
  it('lets an open run go on: old payloads by the old key, new ones by the new', async () => {
    const { id, deposit } = await confide(place);
    await place.rotate(LUCKY_2, LUCKY_1, GENERAL);
    await until(
      () => Promise.resolve(place.keys.encrypting('lucky')?.id),
      (key) => key === 'lucky-2',
    );
    await deposit('EUR');
    expect(await closedState(place.client, id)).toMatchObject({ outcome: 'confided' });
    const keys = payloadsOf((await rawly(place, id)).history)
      .map(keyOf)
      .filter((key) => key !== '');
    expect([keys[0], keys.at(-1), new Set(keys).size]).toEqual(['lucky-1', 'lucky-2', 2]);
  });

  it('that takes a key away too early is told by its name, and mended by giving it back', async () => {
    await place.rotate(LUCKY_1, GENERAL);
    await until(
      () => Promise.resolve(place.keys.encrypting('lucky')?.id),
      (key) => key === 'lucky-1',
    );
    const { id, deposit } = await confide(place);
    await place.rotate(LUCKY_2, GENERAL);
    await until(
      () => Promise.resolve(place.keys.encrypting('lucky')?.id),
      (key) => key === 'lucky-2',
    );
    expect(await api.send('GET', `/v1/journeys/${id}`)).toMatchObject({
      status: 500,
      json: {
        detail: expect.stringMatching(/"lucky-1".*WAYPOST_ENCRYPTION_KEYS/),
      },
    });
    await place.rotate(LUCKY_2, LUCKY_1, GENERAL);
    await deposit('EUR');
    expect(await closedState(place.client, id)).toMatchObject({ outcome: 'confided' });
  });
});
