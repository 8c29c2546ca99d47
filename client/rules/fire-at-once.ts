import {
  ActivityExecutionAlreadyStartedError,
  ActivityIdConflictPolicy,
  ActivityIdReusePolicy,
  type Client,
} from '@temporalio/client';
import type { Activities } from '../../workflows/contracts/activities.js';
import type { CallRunInput } from '../../workflows/contracts/calls/call-run.js';
import { callRunId, ruleJourney } from '../../workflows/contracts/names.js';
import type { RuleInput } from '../../workflows/contracts/runs/rule.js';
import { attributesAtStart } from '../../workflows/contracts/search-attributes.js';
import { typedAttributes } from '../temporal/attributes.js';
import { SERVICE_ERROR, serviceErrorOf } from '../temporal/with-deadline.js';

/** A call that was sent without a workflow; `fired` is false if the same event fired it before. */
export interface FiredAtOnce {
  readonly fired: boolean;
  readonly id: string;
  readonly run: string;
}

/**
 * Sends the call of a rule by a standalone activity: the fast path. Needs a server that has them, and a rule with one
 * call that is already rendered. Returns `null` otherwise; then a workflow fires the rule.
 */
export async function fireAtOnce(
  client: Client,
  input: RuleInput,
  exitsOn: readonly string[],
): Promise<FiredAtOnce | null> {
  const call = onlyCall(input);
  if (call === null || !(await hasStandaloneActivities(client))) return null;
  const { brand, playerId, action, callKey } = call.request;
  const id = callRunId(brand, callKey);
  try {
    const handle = await client.activity.typed<Activities>().start('fireCall', {
      id,
      taskQueue: call.prepared.call.queue,
      args: [{ ...call, exitsOn }],
      startToCloseTimeout: '15 seconds',
      retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
      idReusePolicy: ActivityIdReusePolicy.REJECT_DUPLICATE,
      idConflictPolicy: ActivityIdConflictPolicy.FAIL,
      typedSearchAttributes: typedAttributes(attributesAtStart({ brand, journey: ruleJourney(input.rule), playerId })),
      summary: `${action} for ${playerId}, by ${input.event.type}`,
      priority: { fairnessKey: brand },
    });
    return { fired: true, id, run: handle.runId ?? '' };
  } catch (error) {
    if (error instanceof ActivityExecutionAlreadyStartedError) return { fired: false, id, run: error.runId };
    if (serviceErrorOf(error)?.code !== SERVICE_ERROR.unimplemented) throw error;
    forgetStandaloneActivities(client);
    return null;
  }
}

type ReadyCall = CallRunInput & { readonly prepared: { readonly kind: 'ready' } };

/** Returns the call of a rule that needs no workflow: a single, rendered call whose outcome nobody listens to. */
function onlyCall({ fires, announces = [], event, catalogue, brand, playerId, rule }: RuleInput): ReadyCall | null {
  const [one, ...others] = fires?.calls ?? [];
  if (!one || others.length > 0 || one.prepared?.kind !== 'ready' || announces.length > 0) return null;
  const { action, step, fields, prepared } = one;
  const { data, state = null, campaign = null } = event;
  const about = { brand, action, playerId, fields, event: data, state, campaign, decidedBy: rule };
  const request = { ...about, callKey: prepared.call.callKey };
  return { request, step, event, catalogue, prepared, progress: null };
}

const known = new WeakMap<Client, Promise<boolean>>();

/**
 * Returns true if the server has standalone activities (Temporal 1.32 and later). Asks once, and again after `forget`.
 */
function hasStandaloneActivities(client: Client): Promise<boolean> {
  const asked = known.get(client);
  if (asked) return asked;
  const answer = ask(client);
  known.set(client, answer);
  answer.catch(() => known.delete(client));
  return answer;
}

/** Forgets the answer, because another server answers at the same address. */
function forgetStandaloneActivities(client: Client): void {
  known.delete(client);
}

async function ask(client: Client): Promise<boolean> {
  const { namespaceInfo } = await client.workflowService.describeNamespace({ namespace: client.options.namespace });
  return namespaceInfo?.capabilities?.standaloneActivities === true;
}
