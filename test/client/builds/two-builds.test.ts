import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkCode, keepCode } from '../../../client/builds/check-code.js';
import { serviceOf } from '../../../client/builds/version-api.js';
import { sendHold, sendRelease } from '../../../client/holds/holds.js';
import { holdsId } from '../../../workflows/contracts/names.js';
import { referAFriend } from '../../../workflows/journeys/index.js';
import { cli } from '../../cli/running.js';
import { buildBundle } from '../../support/builds.js';
import { holdOf } from '../../support/in-memory-holds.js';
import {
  closedState,
  eventOf,
  newPlayer,
  only,
  openState,
  type Routing,
  startRouting,
  until,
} from '../../support/routing.js';
import { changes } from '../../workflows/journeys/index.js';

const SLEEPERS = 20;

let place: Routing;
let before: string;
let after: string;
/** The builds that have sent a callback, in order. */
const sentBy: string[] = [];

beforeAll(async () => {
  [place, before, after] = await Promise.all([startRouting(), buildBundle('before'), buildBundle('after')]);
}, 90_000);
afterAll(() => place.close());

/** Starts the workers of a build. */
function work(buildId: string, codePath: string): Promise<() => Promise<void>> {
  const activities: Parameters<Routing['work']>[1] = (real) => ({
    ...real,
    sendCallback: (order) => {
      sentBy.push(buildId);
      return real.sendCallback(order);
    },
  });
  return place.work(undefined, activities, { codePath, buildId });
}

/** Runs `deploy …` in a process of its own. Returns its output. */
function deploy(...args: string[]) {
  return cli(['deploy', ...args], { TEMPORAL_ADDRESS: place.address, TEMPORAL_NAMESPACE: place.namespace });
}

/** The builds and what they do, as `deploy … --json` prints them. */
async function builds(...args: string[]) {
  const { out, err } = await deploy(...args, '--json');
  if (err !== '') throw new Error(err);
  return JSON.parse(out) as {
    current: string | null;
    ramping: string | null;
    builds: { id: string; state: string; percent: number | null; openRuns: number; processes: number }[];
  };
}

const REFERRAL = { settings: { minDeposit: { EUR: '10.00' }, reward: { EUR: { amount: '10.00', currency: 'EUR' } } } };

async function start(journey: typeof changes): Promise<{ id: string; playerId: string }> {
  const playerId = newPlayer();
  const { id } = only(
    await place
      .journeys([journey], journey === referAFriend ? REFERRAL : {})
      .accept(eventOf('player.referred', playerId)),
    'started',
  );
  return { id, playerId };
}

const deposit = (playerId: string, journey = changes) =>
  place.journeys([journey], journey === referAFriend ? REFERRAL : {}).accept(eventOf('deposit.made', playerId));
const cancelled = (playerId: string) => place.journeys([changes]).accept(eventOf('withdrawal.cancelled', playerId));

/** The build that a workflow has last run on. */
async function buildOf(id: string): Promise<string | undefined> {
  const { raw } = await place.client.workflow.getHandle(id).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
}

it(
  'runs sleep on the build they started on, new ones take the promoted one, and Waypost’s own move',
  { timeout: 180_000 },
  async () => {
    expect(await deploy('status')).toMatchObject({ code: 0, out: expect.stringContaining('set WAYPOST_BUILD_ID') });
    const stopUnversioned = await place.work(undefined, undefined, { codePath: before });
    const old = await start(changes);
    await until(
      () => openState(place.client, old.id),
      ({ waitingFor }) => waitingFor.length > 0,
    );
    await stopUnversioned();
    const stopA = await work('build-a', before);
    await until(
      () => builds('status'),
      (all) => all.builds[0]?.processes === 1,
    );
    expect(await builds('promote', 'build-a')).toMatchObject({ current: 'build-a', builds: [{ state: 'current' }] });

    const sleepers = await Promise.all(Array.from({ length: SLEEPERS }, () => start(changes)));
    const referred = await start(referAFriend);
    for (const { id } of [...sleepers, referred]) {
      await until(
        () => openState(place.client, id),
        ({ waitingFor }) => waitingFor.length > 0,
      );
    }
    await sendHold(place.client, 'lucky', holdOf('action', 'apply-tag'));
    await until(
      () => buildOf(holdsId('lucky')),
      (build) => build === 'build-a',
    );

    await work('build-b', after);
    await until(
      () => builds('status'),
      (all) => all.builds.length === 2 && all.builds[0]?.processes === 1,
    );
    expect(await builds('ramp', 'build-b', '--percent', '100')).toMatchObject({ ramping: 'build-b' });
    const ramped = await start(changes);
    await until(
      () => buildOf(ramped.id),
      (build) => build === 'build-b',
    );
    expect(await builds('promote', 'build-b')).toMatchObject({ current: 'build-b', ramping: null });

    const fresh = await start(changes);
    await until(
      () => buildOf(fresh.id),
      (build) => build === 'build-b',
    );
    const open = await until(
      () => builds('status'),
      (all) => all.builds[1]?.openRuns === SLEEPERS + 1,
    );
    expect(open.builds).toMatchObject([
      { id: 'build-b', state: 'current', openRuns: 2 },
      { id: 'build-a', state: 'draining', processes: 1 },
    ]);
    const drain = await deploy('drain', 'build-a');
    expect(drain).toMatchObject({ code: 3, err: '' });
    expect(drain.out).toBe('build-a  keep its workers running: 21 open runs are pinned to it\n');

    const all = [...sleepers, ramped, fresh, old];
    await Promise.all(all.map(({ playerId }) => deposit(playerId)));
    await Promise.all(all.map(({ playerId }) => cancelled(playerId)));
    await deposit(referred.playerId, referAFriend);
    const ends = await Promise.all(all.map(({ id }) => closedState(place.client, id)));
    expect(ends.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: SLEEPERS }, () => 'as before'),
      'rested',
      'rested',
      'rested',
    ]);
    expect(await closedState(place.client, referred.id)).toMatchObject({ outcome: 'delivered' });
    expect(sentBy).toEqual(['build-a']);

    await sendRelease(place.client, 'lucky', { id: 'action:apply-tag', by: 'tester' });
    await until(
      () => buildOf(holdsId('lucky')),
      (build) => build === 'build-b',
    );
    await until(
      () => builds('status'),
      (now) => now.builds[1]?.openRuns === 0,
    );

    expect(await builds('rollback')).toMatchObject({ current: 'build-a' });
    expect(await deploy('rollback')).toMatchObject({ code: 2, err: 'refused: no build was current before build-a\n' });
    const back = await start(changes);
    await until(
      () => buildOf(back.id),
      (build) => build === 'build-a',
    );
    await stopA();
  },
);

it('a build id that no worker has used is refused, with the one that is meant', async () => {
  expect(await deploy('promote', 'build-bb')).toEqual({
    code: 2,
    out: '',
    err: 'refused: no worker has polled with the build id "build-bb": did you mean "build-b"?\n',
  });
  expect(await deploy('ramp', 'build-b', '--percent', '120')).toMatchObject({
    code: 1,
    err: '--percent is "120": write a number from 0 to 100\n',
  });
});

it('a build id that is used for other code is refused', async () => {
  const service = serviceOf(place.client);
  await keepCode(service, 'build-b', 'the-code');
  await checkCode(service, 'build-b', 'the-code');
  await expect(checkCode(service, 'build-b', 'other-code')).rejects.toThrow(
    'WAYPOST_BUILD_ID build-b was used for other workflow code (the-code, here other-code)',
  );
});
