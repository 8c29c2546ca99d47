import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { WorkflowExecutionInfo } from '@temporalio/client';
import type { RunMemo } from '../workflows/contracts/run.js';
import { guarded } from './guarded.js';
import { visibilityPage } from './visibility-page.js';
import { openRunsOfBrandQuery, runsQuery } from './visibility-query.js';

const JOURNEY = defineSearchAttributeKey('Journey', 'KEYWORD');

/** As many as Temporal gives at once. */
const PAGE = 1_000;

/** The actions whose calls wait for a person in one open run. */
export interface ParkedActions {
  readonly journey: string;
  readonly actions: readonly string[];
}

/**
 * How many runs of a brand are open, by journey (`~rule:` and its name for a rule). Asks for one run of a journey not
 * yet counted until there is none: two questions for each journey that has any, however many runs there are.
 * @throws TemporalUnavailable
 */
export async function countOpenRuns(client: Client, brand: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (;;) {
    const query = openRunsOfBrandQuery(brand, { except: [...counts.keys()] });
    const [run] = (await visibilityPage(client, query, 1)).infos;
    if (run === undefined) break;
    const journey = journeyOf(run);
    if (counts.has(journey)) throw new Error(`visibility gave ${journey} again, which the query excludes`);
    const { count } = await guarded(client.connection, () =>
      client.workflow.count(openRunsOfBrandQuery(brand, { journey })),
    );
    counts.set(journey, count);
  }
  // A run may close between the two questions.
  return new Map([...counts].filter(([, count]) => count > 0));
}

/** The parked calls of a brand's open runs, by their memos. @throws TemporalUnavailable */
export async function listParkedActions(client: Client, brand: string): Promise<ParkedActions[]> {
  const parked: ParkedActions[] = [];
  const query = runsQuery({ brand, attention: true });
  let token: Uint8Array | null = null;
  do {
    const page = await visibilityPage(client, query, PAGE, token);
    for (const info of page.infos) {
      const memo = info.memo as unknown as RunMemo | undefined;
      parked.push({ journey: journeyOf(info), actions: (memo?.parked ?? []).map(({ action }) => action) });
    }
    token = page.token;
  } while (token !== null);
  return parked;
}

function journeyOf({ typedSearchAttributes }: WorkflowExecutionInfo): string {
  return typedSearchAttributes.get(JOURNEY) ?? '';
}
