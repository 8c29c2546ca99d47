import { readdir, readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createActivities } from '../../activities/create-activities.js';
import { ACTIVITY_FAILURES } from '../../activities/reads/failures.js';
import { FAILURES } from '../../workflows/contracts/failures.js';
import * as messages from '../../workflows/contracts/messages.js';
import { NAMES_IN_HISTORIES } from '../../workflows/contracts/names-in-histories.js';
import * as workflows from '../../workflows/index.js';
import * as journeys from '../../workflows/journeys/index.js';
import { NO_PORTS } from '../support/no-ports.js';
import * as testWorkflows from './index.js';

const folder = new URL('../replay/histories/', import.meta.url);

interface Named {
  readonly name: string;
}
/** The parts of an event of a history that hold names. */
interface Attributes {
  readonly workflowType?: Named;
  readonly activityType?: Named;
  readonly signalName?: string;
  readonly acceptedRequest?: { readonly input: Named };
  readonly failure?: Failure;
}
interface Failure {
  readonly applicationFailureInfo?: { readonly type?: string };
  readonly cause?: Failure;
}

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const ofType = (type: string) =>
  sorted(Object.values(messages).flatMap((message) => (message.type === type ? message.name : [])));

test('the code registers exactly the names that the list has', () => {
  const own = Object.keys(workflows).filter((name) => !Object.hasOwn(journeys, name));
  const activities = createActivities({ ...NO_PORTS, catalogue: () => expect.unreachable() });
  const registered = {
    workflows: sorted(own),
    activities: sorted(Object.keys(activities)),
    signals: ofType('signal'),
    updates: ofType('update'),
    queries: ofType('query'),
    failures: sorted([...Object.values(FAILURES), ...Object.values(ACTIVITY_FAILURES)]),
  };
  const { patches: _, ...listed } = NAMES_IN_HISTORIES;
  expect(registered).toEqual(listed);
});

test.each((await readdir(folder)).filter((file) => file.endsWith('.json')))(
  'the list has the names of %s',
  async (file) => {
    const { history } = JSON.parse(await readFile(new URL(file, folder), 'utf8')) as {
      history: { events: Record<string, unknown>[] };
    };
    const attributes = history.events.flatMap((event) =>
      Object.entries(event).flatMap(([key, value]) => (key.endsWith('EventAttributes') ? (value as Attributes) : [])),
    );
    const { workflows: own, activities, signals, updates, failures } = NAMES_IN_HISTORIES;
    const known = {
      workflows: [...own, ...Object.keys(journeys), ...Object.keys(testWorkflows)],
      ...{ activities, signals, updates, failures },
    };
    const held = {
      workflows: attributes.flatMap(({ workflowType }) => workflowType?.name ?? []),
      activities: attributes.flatMap(({ activityType }) => activityType?.name ?? []),
      signals: attributes.flatMap(({ signalName }) => signalName ?? []),
      updates: attributes.flatMap(({ acceptedRequest }) => acceptedRequest?.input.name ?? []),
      failures: attributes.flatMap(({ failure }) => typesOf(failure)),
    };
    for (const kind of ['workflows', 'activities', 'signals', 'updates', 'failures'] as const) {
      expect(known[kind]).toEqual(expect.arrayContaining(sorted(held[kind])));
    }
  },
);

function typesOf(failure: Failure | undefined): string[] {
  if (failure === undefined) return [];
  return [failure.applicationFailureInfo?.type ?? [], typesOf(failure.cause)].flat();
}
