import { expect, it, vi } from 'vitest';
import { createActivities } from '../../../activities/create-activities.js';
import type { DestinationReport } from '../../../workflows/contracts/keepers/destination.js';
import { InMemoryHolds } from '../../support/in-memory-holds.js';
import { NO_PORTS } from '../../support/no-ports.js';
import { useOperator } from '../../support/operator.js';
import { attempt, catalogueAt, prepared, SECRETS } from '../world.js';

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
