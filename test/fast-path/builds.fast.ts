import { afterAll, beforeAll, expect, it } from 'vitest';
import { promote } from '../../client/builds/change-builds.js';
import { readDeployment } from '../../client/builds/read-deployment.js';
import { buildBundle } from '../support/builds.js';
import { eventOf, newPlayer, only, openState, type Routing, startRouting, until } from '../support/routing.js';
import { startsOver } from '../workflows/journeys/index.js';

let place: Routing;
let before: string;
let after: string;
beforeAll(async () => {
  [place, before, after] = await Promise.all([startRouting(), buildBundle('before'), buildBundle('after')]);
}, 90_000);
afterAll(() => place.close());

/** Starts the workers of a build, and promotes it. */
async function deploy(buildId: string, codePath: string): Promise<void> {
  await place.work(undefined, undefined, { codePath, buildId });
  await until(
    () => readDeployment(place.client),
    ({ builds }) =>
      builds.some(({ id, processes, unpolled }) => id === buildId && processes > 0 && unpolled.length === 0),
  );
  await promote(place.client, buildId);
}

it('a story that starts over begins its next life on the current build', { timeout: 120_000 }, async () => {
  const product = place.journeys([startsOver]);
  const playerId = newPlayer();
  const buildOf = async (id: string) => {
    const { raw } = await place.client.workflow.getHandle(id).describe();
    return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId;
  };
  await deploy('build-a', before);
  const { id } = only(await product.accept(eventOf('player.referred', playerId)), 'started');
  await until(
    () => openState(place.client, id),
    ({ waitingFor }) => waitingFor.length > 0,
  );
  await deploy('build-b', after);
  expect(await buildOf(id)).toBe('build-a');
  await product.accept(eventOf('deposit.made', playerId));
  await until(
    () => buildOf(id),
    (build) => build === 'build-b',
  );
  expect((await openState(place.client, id)).previous?.outcome).toBe('started over');
});
