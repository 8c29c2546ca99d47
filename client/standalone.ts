import type { Client } from '@temporalio/client';

const known = new WeakMap<Client, Promise<boolean>>();

/** Whether the server has standalone activities (Temporal 1.32 and later): asked once, and again after `forget`. */
export function hasStandaloneActivities(client: Client): Promise<boolean> {
  const asked = known.get(client);
  if (asked) return asked;
  const answer = ask(client);
  known.set(client, answer);
  answer.catch(() => known.delete(client));
  return answer;
}

/** The server has said that it does not know them after all: another one answers at the same address. */
export function forgetStandaloneActivities(client: Client): void {
  known.delete(client);
}

async function ask(client: Client): Promise<boolean> {
  const { namespaceInfo } = await client.workflowService.describeNamespace({ namespace: client.options.namespace });
  return namespaceInfo?.capabilities?.standaloneActivities === true;
}
