import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { describedRun } from '../../../client/temporal/described-run.js';
import type { Journey } from '../../../workflows/runs/journey.js';
import { closedState, eventOf, newPlayer, only, useRouting, until } from '../../support/routing.js';
import {
  routeCalls,
  routeFails,
  routeOnce,
  routeRestart,
  routeStartsOver,
  routeStumbles,
} from '../../workflows/routing-journeys.js';

const routing = useRouting();

/** Does something while no worker runs. */
async function unattended<T>(act: () => Promise<T>): Promise<T> {
  await routing.rest();
  try {
    return await act();
  } finally {
    await routing.work();
  }
}

async function start(journey: Journey) {
  const client = routing.journeys([journey]);
  const playerId = newPlayer();
  const first = eventOf('player.referred', playerId);
  const { id, run } = only(await client.accept(first), 'started');
  return { client, playerId, first, id, run };
}

describe.concurrent('an explanation by a worker', () => {
  it('of an open run comes from its worker', async () => {
    const { client, id, run, first } = await start(routeOnce);
    const explained = await until(
      () => client.explain(id),
      ({ waitingFor }) => waitingFor !== null,
    );
    expect(explained).toMatchObject({ id, run, status: 'open', waitingFor: 'deposit.made', pending: [] });
    expect(explained.state).toMatchObject({
      status: 'open',
      waitingFor: ['deposit.made'],
      startedBy: { id: first.id },
    });
    expect(explained.state?.journal.map(({ what }) => what)).toEqual(['entered', 'waiting']);
  });

  it('of a terminated run is what it had come to', async () => {
    const { client, id } = await start(routeOnce);
    await until(
      () => client.explain(id),
      ({ waitingFor }) => waitingFor !== null,
    );
    await routing.client.workflow.getHandle(id).terminate('enough');
    expect((await client.explain(id)).state?.journal.map(({ what }) => what)).toEqual(['entered', 'waiting']);
  });

  it('of a run that begins anew tells the life before', async () => {
    const { client, playerId, id, run } = await start(routeStartsOver);
    await client.accept(eventOf('deposit.made', playerId));
    await until(
      () => client.explain(id),
      ({ state }) => state?.stage === 'life 2',
    );
    expect((await client.explain(id)).state?.previous).toMatchObject({ stage: 'life 1', outcome: 'started over' });
    expect(await client.explain(id, run ?? '')).toMatchObject({ status: 'ended', state: { stage: 'life 1' } });
  });

  it('of a run that waits for an answer shows the attempt under way', async () => {
    await routing.operator.fault({ path: '/bonus/cancel', times: 1, answer: { delayMs: 2000 } });
    const { client, id } = await start(routeCalls);
    const { pending } = await until(
      () => client.explain(id),
      (explained) => explained.pending[0]?.state === 'started',
    );
    expect(pending).toMatchObject([{ activity: 'sendCallback', attempt: 1, lastFailure: null }]);
    await closedState(routing.client, id);
  });

  it('is refused for a run that nobody knows, and for what is not a run', async () => {
    const client = routing.journeys([routeOnce]);
    const known = await start(routeOnce);
    for (const [id, run] of [
      ['lucky:route-once:nobody', undefined],
      ['lucky:~sweep:e-1', undefined],
      ['no run at all', undefined],
      [known.id, '00000000-0000-4000-8000-000000000000'],
    ] as const) {
      await expect(client.explain(id, run)).rejects.toMatchObject({ name: 'RunNotFound' });
    }
  });
});

it('a stuck run tells what fails, where, since when and how often', { timeout: 90_000 }, async () => {
  const { client, playerId, id } = await start(routeStumbles);
  const before = Date.now();
  await client.accept(eventOf('deposit.made', playerId));
  const first = await until(
    () => client.explain(id),
    ({ stuck }) => stuck !== null,
  );
  expect(first).toMatchObject({
    ...{ id, status: 'open', needsAttention: true, state: null },
    stuck: { reason: 'undefined is not a function', file: 'workflows/routing-journeys.ts' },
  });
  const source = await readFile(new URL('../../workflows/routing-journeys.ts', import.meta.url), 'utf8');
  expect(source.split('\n')[(first.stuck?.line ?? 0) - 1]).toContain("throw new Error('undefined is not a function')");
  expect(Date.parse(first.stuck?.since ?? '')).toBeGreaterThanOrEqual(before - 1_000);
  // What comes meanwhile is in its history behind the failure.
  await client.accept(eventOf('deposit.made', playerId));
  const later = await until(
    () => client.explain(id),
    ({ stuck }) => (stuck?.failures ?? 0) > (first.stuck?.failures ?? 0),
  );
  expect(later.stuck).toMatchObject({ since: first.stuck?.since, reason: first.stuck?.reason });
});

describe('an explanation without a worker', () => {
  it('fails by name for an open run, with what Temporal knows, and is the summary alone for a terminated one', async () => {
    const open = await start(routeOnce);
    const stuck = await start(routeStumbles);
    await stuck.client.accept(eventOf('deposit.made', stuck.playerId));
    await until(
      () => routing.client.workflow.getHandle(stuck.id).describe(),
      ({ raw }) => (raw.pendingWorkflowTask?.attempt ?? 0) > 1,
    );
    const terminated = await start(routeOnce);
    await routing.client.workflow.getHandle(terminated.id).terminate('enough');
    await unattended(async () => {
      const [asked, failing, told] = await Promise.all([
        open.client.explain(open.id).catch((reason: unknown) => reason),
        stuck.client.explain(stuck.id).catch((reason: unknown) => reason),
        open.client.explain(terminated.id),
      ]);
      expect(asked).toMatchObject({
        name: 'NoWorkerAnswered',
        message: expect.stringMatching(/within 5 s$/) as string,
      });
      expect(failing).toMatchObject({ needsAttention: true, stuck: { reason: 'undefined is not a function' } });
      expect(told).toMatchObject({ status: 'terminated', state: null });
    });
  });

  it('tells of a closed run all it was, however it closed', async () => {
    const ended = await start(routeOnce);
    await ended.client.accept(eventOf('deposit.made', ended.playerId));
    const exited = await start(routeOnce);
    await exited.client.accept(eventOf('player.excluded', exited.playerId));
    const cancelled = await start(routeOnce);
    await cancelled.client.cancel(cancelled.id, { by: 'ann', reason: 'by mistake' });
    const inTemporal = await start(routeOnce);
    await routing.client.workflow.getHandle(inTemporal.id).cancel();
    for (const { id } of [ended, exited, cancelled, inTemporal]) await closedState(routing.client, id);
    const failed = await start(routeFails);
    await failed.client.accept(eventOf('deposit.made', failed.playerId));
    await expect(closedState(routing.client, failed.id)).rejects.toThrow();

    await unattended(async () => {
      expect(await ended.client.explain(ended.id)).toMatchObject({ status: 'ended', state: { status: 'ended' } });
      expect(await ended.client.explain(exited.id)).toMatchObject({
        status: 'exited',
        state: { status: 'exited', outcome: 'exited on player.excluded' },
      });
      expect(await ended.client.explain(cancelled.id)).toMatchObject({
        status: 'cancelled',
        outcome: 'cancelled by ann: by mistake',
        state: { status: 'cancelled' },
      });
      expect((await ended.client.explain(inTemporal.id)).state).toMatchObject({ outcome: 'cancelled in Temporal' });
      const explained = await ended.client.explain(failed.id);
      expect(explained).toMatchObject({
        status: 'failed',
        state: { status: 'failed', outcome: 'the deposit was too much' },
      });
      expect(explained.closedAt).not.toBeNull();
    });
  });

  it('tells of each run of an id, also of those that were restarted one after the other', async () => {
    const { client, playerId, id, run, first } = await start(routeRestart);
    const runs = [run ?? ''];
    for (const n of [1, 2]) {
      const occurredAt = new Date(Date.parse(first.occurredAt) + n * 1000).toISOString();
      const event = eventOf('player.referred', playerId, { id: `again-${n}-${playerId}`, occurredAt });
      only(await client.accept(event), 'signalled');
      const next = await until(
        () => describedRun(routing.client, id),
        (found) => found?.memo.startedBy.id === event.id,
      );
      runs.push(next?.run ?? '');
    }
    await client.accept(eventOf('deposit.made', playerId));
    await closedState(routing.client, id);
    await unattended(async () => {
      expect(await client.explain(id)).toMatchObject({ run: runs[2], status: 'ended', state: { status: 'ended' } });
      for (const [place, startedBy] of [first.id, `again-1-${playerId}`].entries()) {
        expect(await client.explain(id, runs[place])).toMatchObject({
          run: runs[place],
          status: 'exited',
          state: { status: 'exited', startedBy: { id: startedBy } },
        });
      }
    });
  });
});
