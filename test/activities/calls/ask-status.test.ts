import { describe, expect, it } from 'vitest';
import type { PreparedCall } from '../../../workflows/contracts/calls/call.js';
import { closedPort } from '../../outbound/servers.js';
import { useOperator, type TestOperator } from '../../support/operator.js';
import { activitiesOf, attempt, catalogueAt, prepared, within } from '../world.js';

const operator = useOperator();

type Answer = NonNullable<Parameters<TestOperator['fault']>[0]['answer']>;

/** Asks about a call and meets this answer. */
async function meeting(answer: Answer, change: Partial<PreparedCall> = {}) {
  const activities = activitiesOf(catalogueAt(operator.url));
  await operator.fault({ path: '/grants/wp_key', times: 1, answer });
  return within(activities.askStatus, { ...(await prepared(activities)), ...change });
}

describe('the status of a call', () => {
  it('is what the operator says: not done, and then done with its answer', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    const call = await prepared(activities);
    expect(await within(activities.askStatus, call)).toEqual({ kind: 'not-done', reason: '200: matches notDone' });
    await operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { cut: 'after-processing' } });
    expect(await attempt(activities, call)).toMatchObject({ class: 'unknown' });
    expect(await within(activities.askStatus, call)).toMatchObject({
      kind: 'done',
      reason: '200: matches done',
      answer: { status: 'done', kind: 'funds-credited', amount: '10.00' },
    });
  });

  it('is asked by GET with what proves who asks, and without the key of the call', async () => {
    const activities = activitiesOf(catalogueAt(operator.url));
    await within(activities.askStatus, await prepared(activities));
    const [request] = await operator.requests();
    expect(request).toMatchObject({ method: 'GET', path: '/grants/wp_key', headers: { 'x-api-key': 'lucky-secret' } });
    expect(request!.headers).not.toHaveProperty('idempotency-key');
  });

  it.each<[string, Answer]>([
    ['500: ', { status: 500, body: { status: 'done' } }],
    ['404: ', { status: 404 }],
    ['200: ', { status: 200, body: { status: 'pending' } }],
    ['200: ', { status: 200, body: '<html>log in</html>' }],
    ['200: ', { status: 200, body: '' }],
    ['no answer: ', { cut: 'before-headers' }],
    ['no answer: ', { cut: 'mid-body', status: 200, body: { status: 'done' } }],
  ])('is unclear: %s', async (reason, answer) => {
    expect(await meeting(answer)).toEqual({ kind: 'unclear', reason: expect.stringContaining(reason) as string });
  });

  it('is unclear when both match: nothing is sent on such a word', async () => {
    const status = {
      path: '/grants/wp_key',
      done: [{ status: [200] }],
      notDone: [{ status: [200] }],
      after: 1,
      patience: 1,
    };
    expect(await meeting({ status: 200 }, { status })).toEqual({
      kind: 'unclear',
      reason: '200: matches both done and notDone',
    });
  });

  it('is unclear while nobody listens and without the destination, and waits for a secret that is missing', async () => {
    const call = await prepared(activitiesOf(catalogueAt(operator.url)));
    const ask = (url: string, environment?: NodeJS.ProcessEnv, change: Partial<PreparedCall> = {}) =>
      within(activitiesOf(catalogueAt(url), environment).askStatus, { ...call, ...change });
    expect(await ask(`http://127.0.0.1:${await closedPort()}`)).toMatchObject({ kind: 'unclear' });
    expect(await ask(operator.url, {})).toMatchObject({
      kind: 'held',
      reason: expect.stringContaining('LUCKY_OPERATOR_KEY') as string,
    });
    expect(await ask(operator.url, undefined, { destination: 'bank' })).toMatchObject({
      kind: 'unclear',
      reason: expect.stringContaining('"bank" is not in the catalogue') as string,
    });
  });
});

describe('what the story gets of a call that is done', () => {
  const DONE = { status: 200, body: { status: 'done', id: 12, note: 'é'.repeat(5_000) } };

  it('is what the action maps, where that fits', async () => {
    const answer = { map: { grantId: 'id' }, schema: { type: 'object', required: ['grantId'] } } as const;
    expect(await meeting(DONE, { answers: { answer } })).toMatchObject({ kind: 'done', answer: { grantId: 12 } });
  });

  it('is the first 4 kB of the answer, where nothing is mapped or that does not fit', async () => {
    const answer = { map: { grantId: 'Data.id' }, schema: { type: 'object', required: ['grantId'] } } as const;
    for (const answers of [{}, { answer }]) {
      const status = await meeting(DONE, { answers });
      expect(status).toMatchObject({ kind: 'done', answer: expect.stringContaining('"status":"done"') as string });
      expect(Buffer.byteLength((status as { answer: string }).answer)).toBeLessThanOrEqual(4096);
    }
  });
});
