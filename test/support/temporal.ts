import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { inject } from 'vitest';
import { ensureNamespace, RETENTION_DAYS, searchAttributeTypes } from '../../client/ensure-namespace.js';

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

/** Registers an empty namespace and resolves when the server knows it everywhere. */
export async function registerNamespace(connection: Connection, namespace: string, days: number): Promise<void> {
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: days * 86_400 } as never,
  });
  for (let left = 200; ; left--) {
    try {
      await connection.workflowService.listWorkflowExecutions({ namespace });
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(100);
    }
  }
}

/** A server of its own on which time is skipped, with Waypost's search attributes. Call `teardown` at the end. */
export async function createTimeSkipping(): Promise<TestWorkflowEnvironment> {
  const env = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: testServerPath() } },
  });
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: searchAttributeTypes(),
  });
  return env;
}
