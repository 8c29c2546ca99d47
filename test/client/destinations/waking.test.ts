import { beforeEach, expect, it } from 'vitest';
import type { BrandCatalogue } from '../../../catalogue/brand/definition.js';
import { createDestinationReporter } from '../../../client/destinations/reports.js';
import type { DestinationReport } from '../../../workflows/contracts/keepers/destination.js';
import type { RunState } from '../../../workflows/contracts/runs/run.js';
import { catalogueOf } from '../../support/catalogue-of.js';
import { closedState, eventOf, newPlayer, only, openState, until, useRouting } from '../../support/routing.js';
import { plainCalls } from '../../support/plain-calls.js';
import { creditsOnce } from '../../workflows/journeys/calling.js';

const CREDIT = '/bonus/credit/funds';
const FAR = 24 * 60 * 60_000 * 1_000;

/** Repeats nothing by itself: a call that failed waits until its patience ends, and is idempotent in every brand. */
function patiently(brand: BrandCatalogue): BrandCatalogue {
  const plain = plainCalls(brand);
  const backOff = { initial: FAR, maximum: FAR };
  const actions = [...plain.actions].map(
    ([name, action]) => [name, { ...action, mode: 'idempotent' as const, backOff }] as const,
  );
  return { ...plain, actions: new Map(actions) };
}

const routing = useRouting(undefined, patiently);
beforeEach(() => routing.operator.reset());

/** Starts a run that credits once, and waits until its call waits for the operator. */
async function waiting(brand = 'lucky'): Promise<string> {
  const decisions = await routing.journeys([creditsOnce]).accept(eventOf('player.referred', newPlayer(), { brand }));
  const { id } = only(decisions, 'started');
  await until(() => openState(routing.client, id), waits);
  return id;
}

const waits = ({ waitingFor }: RunState): boolean => waitingFor.includes('a destination: operator');

const reports = (state: DestinationReport['state']): DestinationReport[] => {
  const at = new Date().toISOString();
  return [
    { destination: 'operator', process: 'p-1', state, since: at, at, lastAnswer: null, outcomes: {}, oldest: null },
  ];
};

it('what waits for a destination is sent as soon as a process sees it answer again, and is of one brand', async () => {
  const { report } = createDestinationReporter(routing.client, () => catalogueOf([creditsOnce]));
  await routing.operator.fault({ path: CREDIT, times: 4, answer: { status: 503 } });
  const ids = [await waiting(), await waiting(), await waiting()];
  const other = await waiting('royal');
  await report('lucky', reports('down'), []);
  await report('lucky', reports('well'), ['operator']);
  for (const id of ids) {
    const state = await closedState(routing.client, id);
    expect(state).toMatchObject({ status: 'ended', calls: [{ status: 'delivered', attempts: 2 }] });
    expect(state.journal.map(({ text }) => text)).toContain(
      'credit-referrer: operator answers again: sent before its time',
    );
  }
  expect(await openState(routing.client, other)).toMatchObject({ calls: [{ status: 'open', attempts: 1 }] });
  await report('royal', reports('well'), ['operator']);
  await closedState(routing.client, other);
});

it('a time that the destination has named stands', async () => {
  const { report } = createDestinationReporter(routing.client, () => catalogueOf([creditsOnce]));
  await routing.operator.fault({
    path: CREDIT,
    times: 1,
    answer: { status: 503, headers: { 'retry-after': '36000' } },
  });
  const told = await waiting();
  await routing.operator.fault({ path: CREDIT, times: 1, answer: { status: 503 } });
  const id = await waiting();
  await report('lucky', reports('well'), ['operator']);
  await closedState(routing.client, id);
  expect(await openState(routing.client, told)).toMatchObject({ calls: [{ status: 'open', attempts: 1 }] });
});
