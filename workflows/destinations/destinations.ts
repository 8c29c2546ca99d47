import {
  ActivityCancellationType,
  allHandlersFinished,
  condition,
  makeContinueAsNewFunc,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../contracts/activities.js';
import { shortHash } from '../contracts/calls/call-key.js';
import {
  type DestinationReport,
  type DestinationsState,
  freshReports,
  worstOf,
} from '../contracts/keepers/destination.js';
import { reportDestinations, type ReportedDestinations } from '../contracts/messages.js';
import { JOURNEYS_QUEUE } from '../contracts/names.js';
import { NO_PLAYER, type OwnEvent } from '../contracts/runs/own-events.js';
import { Wakes } from './wakes.js';

/** Without a report for so long, it closes; the next report starts it again. */
const QUIET = '1 hour';

const { announceEvent } = proxyActivities<Pick<Activities, 'announceEvent'>>({
  taskQueue: JOURNEYS_QUEUE,
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '1 hour',
  cancellationType: ActivityCancellationType.TRY_CANCEL,
});

/**
 * Keeps in its memo what the worker processes report of a brand's destinations, and tells the brand's rules when one goes
 * down and when it is well again. When one answers again, wakes the runs that wait for it. Processes report each change, and
 * once a minute the destinations that are not well. They do not report calls.
 */
export async function destinations({ brand, ...state }: DestinationsState): Promise<void> {
  let reports = [...state.reports];
  const down = new Set(state.down);
  const events: OwnEvent[] = [];
  let heard = 0;
  const wakes = new Wakes(brand);
  state.answering?.forEach((destination) => wakes.answers(destination));
  setHandler(reportDestinations, (told: ReportedDestinations) => {
    heard += 1;
    reports = merged(reports, told.reports);
    told.answering?.forEach((destination) => wakes.answers(destination));
    events.push(...changes(brand, reports, down).filter(({ type }) => told.announces.some((one) => one === type)));
    upsertMemo({ reports });
    setCurrentDetails(detailsOf(reports));
  });

  for (;;) {
    const seen = heard;
    const [next] = events;
    if (next) {
      await announceEvent(next).catch(() => undefined); // an hour later it is no news
      events.shift();
    } else if (workflowInfo().continueAsNewSuggested) {
      await condition(allHandlersFinished);
      const next = { brand, reports, down: [...down], answering: wakes.underWay };
      await makeContinueAsNewFunc<typeof destinations>({ memo: { reports } })(next);
    } else if (!(await condition(() => heard > seen, QUIET)) && wakes.underWay.length === 0) return;
  }
}

function merged(known: readonly DestinationReport[], told: readonly DestinationReport[]): DestinationReport[] {
  const isTold = ({ destination, process }: DestinationReport): boolean =>
    told.some((one) => one.destination === destination && one.process === process);
  return [...freshReports(known, Date.now()).filter((one) => !isTold(one)), ...told];
}

/** The events of destinations that went down, or are well again. Notes them in `down`. */
function changes(brand: string, reports: readonly DestinationReport[], down: Set<string>): OwnEvent[] {
  return [...new Set(reports.map(({ destination }) => destination))].flatMap((destination) => {
    const { state, since } = worstOf(reports.filter((one) => one.destination === destination)) ?? {};
    if (since === undefined || (state === 'down') === down.has(destination) || state === 'failing') return [];
    if (state === 'down') down.add(destination);
    else down.delete(destination);
    const type = state === 'down' ? 'waypost.destination.down' : 'waypost.destination.well';
    const id = `waypost-${shortHash([type, brand, destination, workflowInfo().runId, since].join('\n'))}`;
    const occurredAt = new Date().toISOString();
    return [{ brand, id, type, playerId: NO_PLAYER, occurredAt, data: { destination, since } }];
  });
}

function detailsOf(reports: readonly DestinationReport[]): string {
  return reports
    .map(({ destination, state, since, process }) => `- **${destination}** ${state} since ${since} (${process})`)
    .join('\n');
}
