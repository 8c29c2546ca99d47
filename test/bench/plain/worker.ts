import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import * as activities from './activities.js';

/** The worker of the plain workflow: the SDK's defaults, and the cache size of Waypost's own worker. */
const connection = await NativeConnection.connect({ address: process.env['TEMPORAL_ADDRESS'] ?? '' });
const worker = await Worker.create({
  connection,
  taskQueue: 'plain',
  workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)),
  activities,
  maxCachedWorkflows: 500,
});
process.on('SIGTERM', () => {
  worker.shutdown();
});
process.send?.('ready');
await worker.run();
await connection.close();
process.exit(0);
