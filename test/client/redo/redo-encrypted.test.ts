import { afterAll, beforeAll, expect, it } from 'vitest';
import { quietRuntime } from '../../support/quiet-runtime.js';
import { closedState, until } from '../../support/routing.js';
import { routeCalls } from '../../workflows/routing-journeys.js';
import { type Encrypting, startEncrypting } from '../codec/encrypting.js';
import { fileKey } from '../codec/test-keys.js';
import { begin, ended, refused } from './calls.js';

quietRuntime();
let place: Encrypting;
beforeAll(async () => {
  place = await startEncrypting(fileKey('lucky-1', 1, 'lucky'), fileKey('general', 2));
  await place.work();
});
afterAll(() => place.close());

it(
  'what a call was made of is read where all is encrypted, for one call and by filter',
  { timeout: 60_000 },
  async () => {
    const [first, second] = [await refused(place), await refused(place)];
    const { redo } = place.journeys([routeCalls]);
    const about = { brand: 'lucky', by: 'dana', reason: 'mended' };
    const { id } = await redo.one({ ...about, callKey: first.callKey, run: first.id });
    expect((await closedState(place.client, id)).outcome).toMatch(/^delivered/);

    const filter = { outcome: 'refused' } as const;
    const { plan } = await until(
      () => redo.plan('lucky', filter),
      ({ count, redone }) => count === 1 && redone === 1,
    );
    await redo.all({ ...about, kind: 'redo', id: 'all', filter, perSecond: 50 }, plan);
    const { progress } = await until(
      () => redo.progress('lucky', 'all'),
      (status) => status.progress.finished !== null,
    );
    expect(progress).toMatchObject({ found: 1, done: 1, failed: 0 });
    await until(
      () => place.operator.callbacks(),
      (requests) => requests.some(({ body }) => (body as { user_id?: string }).user_id === second.playerId),
    );
    expect(await ended(place, await begin(place, routeCalls))).toMatchObject({ undelivered: undefined });
  },
);
