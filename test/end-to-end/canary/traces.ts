import proto from '@temporalio/proto';
import type { PayloadJson } from '../../../client/codec/sealed-payload.js';
import { type History, historyToJSON } from '../../../client/temporal/internals.js';
import { until } from '../../support/routing.js';
import type { TestNamespace } from '../../support/temporal.js';

const { History } = proto.temporal.api.history.v1;
const { DescribeWorkflowExecutionResponse } = proto.temporal.api.workflowservice.v1;
const { SearchAttributes } = proto.temporal.api.common.v1;

/**
 * The names of those texts that stand in some bytes: as they are, whatever the case, in base64 at any offset, or in hex.
 * Texts of letters and digits look the same in JSON, URLs and HTML.
 */
export function found(bytes: Buffer | string, texts: Readonly<Record<string, string>>): string[] {
  const where = Buffer.from(bytes).toString('latin1').toLowerCase();
  return Object.keys(texts).filter((name) => formsOf(texts[name] ?? '').some((form) => where.includes(form)));
}

function formsOf(text: string): string[] {
  const shifted = [0, 1, 2].map((offset) => {
    const bytes = Buffer.from('\0'.repeat(offset) + text);
    return bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  return [text, ...shifted, Buffer.from(text).toString('hex')].map((form) => form.toLowerCase());
}

/** What Temporal holds of one workflow. */
export interface Kept {
  readonly id: string;
  /** The whole of it as bytes: history, memo, search attributes, pending activities. */
  readonly all: Buffer;
  /** What is shown to everybody who lists workflows: id, type, queue, search attributes. */
  readonly shown: Buffer;
  /**
   * The payloads of its history, but for what is never encrypted: search attributes, and what the SDK notes of local
   * activities (type, number, times) and of the marks of changed code (their names).
   */
  readonly payloads: readonly PayloadJson[];
}

/** All that a namespace holds, once workflows of these ids are among what it lists. */
export async function allOf({ client, namespace }: TestNamespace, ids: readonly string[]): Promise<Kept[]> {
  const { workflow, workflowService } = client;
  const kept: Kept[] = [];
  // As the server tells it: a client without keys can't read the memos in a list.
  const { executions } = await until(
    () => workflowService.listWorkflowExecutions({ namespace, pageSize: 1_000 }),
    (list) => ids.every((id) => list.executions.some(({ execution }) => execution?.workflowId === id)),
  );
  for (const { execution } of executions) {
    const { workflowId, runId } = execution ?? {};
    const { events } = await workflow.getHandle(workflowId ?? '', runId ?? undefined).fetchHistory();
    const history = { events: events ?? [] };
    const described = await workflowService.describeWorkflowExecution({ namespace, execution: execution ?? {} });
    const { type, taskQueue, searchAttributes } = described.workflowExecutionInfo ?? {};
    const names = Buffer.from([workflowId, type?.name, taskQueue].join('\n'));
    const all = [History.encode(history).finish(), DescribeWorkflowExecutionResponse.encode(described).finish()];
    const shown = [names, SearchAttributes.encode(searchAttributes ?? {}).finish()];
    kept.push({
      ...{ id: workflowId ?? '', all: Buffer.concat(all), shown: Buffer.concat(shown) },
      payloads: payloadsOf(history),
    });
  }
  return kept;
}

const NEVER_ENCRYPTED = ['searchAttributes', 'data', 'patch-data'];

function payloadsOf(history: History): PayloadJson[] {
  const payloads: PayloadJson[] = [];
  const note = (name: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null || NEVER_ENCRYPTED.includes(name)) return;
    if ('metadata' in value && 'data' in value) payloads.push(value as PayloadJson);
    else for (const [below, child] of Object.entries(value)) note(below, child);
  };
  note('', JSON.parse(historyToJSON(history)));
  return payloads;
}
