import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOURNEYS_QUEUE } from '../../workflows/contracts/names.js';
import { newPlayer, until } from '../support/routing.js';
import { Product } from './product.js';

const namespace = process.env['CLUSTER_NAMESPACE'] ?? '';
const product = Product.ofRun();

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
});
afterAll(() => connection.close());

/** Starts a referral, which pays the referrer after the friend's deposit. */
async function refer(referrerId: string): Promise<{ friend: string; id: string }> {
  const friend = newPlayer();
  const [id = ''] = Product.runsOf(await product.event('player.referred', friend, { referrerId }));
  return { friend, id };
}

describe('the stack of docker-compose.yml', () => {
  it('takes events over HTTP and pays once', async () => {
    const referrer = newPlayer();
    const { friend, id } = await refer(referrer);
    const { status } = await product.event('deposit.made', friend, { amount: { amount: '50.00', currency: 'EUR' } });
    expect(status).toBe(202);
    expect(
      await until(
        () => product.run(id),
        (run) => run['status'] === 'ended',
      ),
    ).toMatchObject({ outcome: 'delivered' });
    expect(await product.booked(referrer)).toMatchObject([{ kind: 'funds-credited' }]);
  });

  it('lists a run by its player and status, once visibility has it', async () => {
    const { friend, id } = await refer(newPlayer());
    const list = async (query: string) => {
      const { json } = await product.send('GET', `/v1/journeys?player=${friend}&${query}`);
      return (json['runs'] as { id: string }[]).map((run) => run.id);
    };
    await until(
      () => list('status=open'),
      (ids) => ids.length > 0,
    );
    expect(await list('status=open')).toEqual([id]);
    expect(await list('status=ended')).toEqual([]);
  });

  it('runs two workers', async () => {
    const polled = await until(
      () =>
        connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: JOURNEYS_QUEUE },
          taskQueueType: 1,
        }),
      ({ pollers }) => new Set(pollers.map(({ identity }) => identity)).size === 2,
    );
    expect(polled.pollers.length).toBeGreaterThan(1);
  });

  it('has the server of the image, with what its dynamic configuration switches on', async () => {
    const { serverVersion } = await connection.workflowService.getSystemInfo({});
    const { namespaceInfo, config } = await connection.workflowService.describeNamespace({ namespace });
    expect(serverVersion).toMatch(/^1\.32\./);
    expect(namespaceInfo?.capabilities?.standaloneActivities).toBe(true);
    expect(Number(config?.workflowExecutionRetentionTtl?.seconds)).toBe(30 * 86_400);
  });

  it("serves Temporal's web UI, which reaches Temporal", async () => {
    const answer = await fetch(`${process.env['CLUSTER_UI']}/api/v1/namespaces/${namespace}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ namespaceInfo: { name: namespace } });
  });
});
