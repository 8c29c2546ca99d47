import { expect, it, vi } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import type { DestinationReport } from '../../../workflows/contracts/keepers/destination.js';
import { InMemoryHolds } from '../../support/in-memory-holds.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { useOperator } from '../../support/operator.js';
import { attempt, catalogueAt, prepared, REQUEST, SECRETS } from '../world.js';

const operator = useOperator();

it('an answer that refuses us is reported without delay, and each state is shown', async () => {
  const reports: DestinationReport[] = [];
  const shown: unknown[] = [];
  const catalogue = catalogueAt(operator.url);
  const activities = createActivities({
    ...NO_PORTS,
    catalogue: () => catalogue,
    environment: SECRETS,
    holds: new InMemoryHolds(),
    reporter: { process: 'p-1', report: (_, all) => Promise.resolve(void reports.push(...all)) },
    showDestination: (...state) => shown.push(state),
  });
  await operator.fault({ path: '/bonus/credit/funds', times: 1, answer: { status: 401 } });
  const report = await attempt(activities, await prepared(activities));
  expect(report).toMatchObject({ class: 'held', status: 401 });
  await vi.waitFor(
    () => {
      expect(reports).toMatchObject([
        { destination: 'operator', process: 'p-1', lastAnswer: { status: 401 }, outcomes: { held: 1 } },
      ]);
    },
    { timeout: 5_000 },
  );
  expect(shown).toContainEqual(['lucky', 'operator', 0]);
});

it('a destination that was down and answers is named until a report of it has arrived', async () => {
  const told: (readonly string[])[] = [];
  const catalogue = catalogueAt(operator.url);
  const activities = createActivities({
    ...NO_PORTS,
    catalogue: () => catalogue,
    environment: SECRETS,
    holds: new InMemoryHolds(),
    reporter: { process: 'p-1', report: (_brand, _reports, answering) => Promise.resolve(void told.push(answering)) },
  });
  await operator.fault({ path: '/bonus/credit/funds', times: 5, answer: { status: 503 } });
  const call = await prepared(activities);
  for (let times = 5; times > 0; times--) await attempt(activities, call);
  await vi.waitFor(() => expect(told).toEqual([[]]), { timeout: 5_000 });
  const report = await vi.waitUntil(
    async () => {
      const made = await attempt(activities, { ...call, callKey: REQUEST.callKey });
      return made.class === 'delivered' ? made : null;
    },
    { timeout: 10_000, interval: 200 },
  );
  expect(report).toMatchObject({ class: 'delivered' });
  await vi.waitFor(() => expect(told).toContainEqual(['operator']), { timeout: 5_000 });
});
