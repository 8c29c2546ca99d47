import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createJourneyClient } from '../../client/create-journey-client.js';
import { TemporalUnavailable } from '../../client/errors.js';
import { ensureNamespace } from '../../client/temporal/namespace.js';
import { registerNamespace } from '../../dev/temporal/register-namespace.js';
import { catalogueOf } from '../support/catalogue-of.js';
import { closedState, eventOf, newPlayer, only, until, useRouting } from '../support/routing.js';
import { temporalAddress } from '../support/temporal.js';
import { routeOnce } from '../workflows/routing-journeys.js';

const DAY = 86_400;
const routing = useRouting();

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
});
afterAll(() => connection.close());

/** The error of a refused event, which the API answers with 503; `null` once it is taken. */
const refusal = (accept: Promise<unknown>): Promise<unknown> =>
  accept.then(
    () => null,
    (error: unknown) => error,
  );

it('with three days of retention no event is taken, and with thirty the same event is', async () => {
  const namespace = `test-${randomUUID()}`;
  await registerNamespace(connection, namespace, 3);
  const product = createJourneyClient({
    catalogue: () => catalogueOf([routeOnce]),
    entries: [routeOnce.entry],
    client: new Client({ connection, namespace }),
  });
  const event = eventOf('player.referred', newPlayer());
  const refused = await refusal(product.accept(event));
  expect(refused).toBeInstanceOf(TemporalUnavailable);
  expect(String(refused)).toMatch(/72 hours.*30 days.*--retention 30d/);

  const thirty = { workflowExecutionRetentionTtl: { seconds: 30 * DAY } as never };
  await connection.workflowService.updateNamespace({ namespace, config: thirty });
  expect(
    await until(
      () => refusal(product.accept(event)),
      (error) => error === null,
    ),
  ).toBeNull();
});

it('without a search attribute no event is taken, and what was taken before goes on once it is there again', async () => {
  const { namespace } = routing;
  const product = routing.journeys([routeOnce]);
  const before = newPlayer();
  const { id } = only(await product.accept(eventOf('player.referred', before)), 'started');
  await connection.operatorService.removeSearchAttributes({ namespace, searchAttributes: ['Stage'] });
  const refused = await until(
    () => refusal(product.accept(eventOf('player.referred', newPlayer()))),
    (error) => error !== null,
  );
  expect(refused).toBeInstanceOf(TemporalUnavailable);

  await ensureNamespace(connection, namespace);
  only(await product.accept(eventOf('deposit.made', before, { id: 'd-1' })), 'signalled');
  expect((await closedState(routing.client, id)).outcome).toBe('deposit d-1');
  const { id: after } = only(await product.accept(eventOf('player.referred', newPlayer())), 'started');
  expect(after).toContain('route-once');
});
