import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { ensureNamespace, RETENTION_DAYS, searchAttributeTypes } from '../../client/temporal/namespace.js';
import { registerNamespace } from '../../dev/temporal/register-namespace.js';

/** The address of the development server that all test files share. Its queues are shared too: see `freshNamespace`. */
export function temporalAddress(): string {
  return inject('temporalAddress');
}

/** The path of the time-skipping test server. */
export function testServerPath(): string {
  return inject('testServerPath');
}

/** A namespace of the development server that only one test file uses. */
export interface TestNamespace {
  readonly address: string;
  readonly namespace: string;
  readonly connection: Connection;
  readonly client: Client;
  close(): Promise<void>;
}

/**
 * Makes a namespace that is fit for Waypost on the development server. Waypost's queues have fixed names, so that
 * test files that run workers side by side need one each.
 */
export async function freshNamespace(): Promise<TestNamespace> {
  const address = temporalAddress();
  const connection = await Connection.connect({ address });
  const namespace = `test-${randomUUID()}`;
  await registerNamespace(connection, namespace, RETENTION_DAYS);
  await ensureNamespace(connection, namespace);
  const client = new Client({ connection, namespace });
  return { address, namespace, connection, client, close: () => connection.close() };
}

/** A server of its own on which time is skipped, with Waypost's search attributes. Call `teardown` at the end. */
export async function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const env = await startTimeSkipping();
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: searchAttributeTypes(),
  });
  return env;
}

/** The SDK gives the server 5 s to start, in which its Java does not always get its turn on a busy machine. */
async function startTimeSkipping(triesLeft = 3): Promise<TestWorkflowEnvironment> {
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({
      server: { executable: { type: 'existing-path', path: testServerPath() } },
    });
  } catch (error) {
    if (triesLeft <= 1 || !String(error).includes('did not start within')) throw error;
    return startTimeSkipping(triesLeft - 1);
  }
}
