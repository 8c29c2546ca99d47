import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';

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
