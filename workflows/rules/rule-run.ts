import { ApplicationFailure } from '@temporalio/workflow';
import { decideRule } from '../activities.js';
import { call } from '../calls/call.js';
import type { EventType } from '../contracts/catalogue-types.js';
import { FAILURES } from '../contracts/failures.js';
import { ruleJourney } from '../contracts/names.js';
import type { JourneyEntry } from '../contracts/runs/journey-entry.js';
import { ofCalls } from '../contracts/runs/own-events.js';
import { type AskedRule, type RuleCall, type RuleFires, type RuleInput, ruleRequest } from '../contracts/runs/rule.js';
import type { RunInput, RunState } from '../contracts/runs/run.js';
import { whenReleased } from '../reads/when-released.js';
import { live } from '../runs/journey.js';
import type { Run } from '../runs/run.js';

/** The patience for a rule's lookups before the run fails: 75 hours, the default patience of calls. */
const DECISION_PATIENCE = 75 * 60 * 60 * 1000;

/** The result of a rule's call. */
type Called = Pick<Awaited<ReturnType<typeof call>>, 'outcome' | 'reason'> & { readonly step: string };

/**
 * One event that fires one rule: decides, where lookups must be asked first, and makes the rule's calls. It lives as a
 * journey's run does: the same journal, parking, pause, cancellation and result.
 */
export function ruleRun(input: RuleInput): Promise<RunState> {
  return live(entryOf(input), runInputOf(input), (run) => fire(run, input), input.rule);
}

function entryOf({ rule, event }: RuleInput): JourneyEntry {
  // A rule fires on any type that its brand declares; the types of journeys are those known when they were compiled.
  return { name: ruleJourney(rule), startsOn: event.type as EventType, reentry: 'every-event' };
}

function runInputOf({ brand, playerId, event, catalogue, announces }: RuleInput): RunInput {
  const about = { brand, playerId, key: event.id, event, settings: {}, catalogue, carried: null };
  return { ...about, announces: ofCalls(announces) };
}

async function fire(run: Run, input: RuleInput) {
  const decision = input.fires ?? (await decide(run, input));
  if (decision.kind === 'not-eligible') return end(`not eligible: ${decision.reason}`);
  const called = await (decision.inOrder ? inOrder(run, decision) : sideBySide(run, decision.calls));
  return end(summaryOf(decision.calls, called));
}

async function decide(run: Run, { brand, rule, event }: RuleInput) {
  const pause = run.begin(`decide ${rule}`);
  if (pause) await pause;
  const request = ruleRequest(brand, rule, event);
  const decision = await whenReleased<AskedRule>(run, {
    step: rule,
    within: DECISION_PATIENCE,
    runsOn: true,
    read: decideRule(request),
  });
  if (decision.kind === 'unanswered') {
    const reason = `the lookups of the rule ${rule} gave no answer within 75 hours: ${decision.reason}`;
    throw ApplicationFailure.nonRetryable(reason, FAILURES.lookUpUnavailable);
  }
  run.note('rule-decided', decision.kind === 'fire' ? 'the rule fires' : `the rule does not fire: ${decision.reason}`);
  return decision;
}

/** One after the other: each begins when the one before has its outcome. */
async function inOrder(run: Run, { calls, stopOnFailure }: RuleFires): Promise<Called[]> {
  const called: Called[] = [];
  for (const one of calls) {
    const last = await make(run, one);
    called.push(last);
    if (stopOnFailure && last.outcome !== 'delivered') break;
  }
  return called;
}

function sideBySide(run: Run, calls: readonly RuleCall[]): Promise<Called[]> {
  return Promise.all(calls.map((one) => make(run, one)));
}

async function make(run: Run, { action, step, fields, prepared }: RuleCall): Promise<Called> {
  const { outcome, reason } = await call(run, action, { as: step, fields, prepared });
  return { step, outcome, reason };
}

/** `delivered` for a single call; `points: delivered, tier: refused; not called: note` for several. */
function summaryOf(calls: readonly RuleCall[], called: readonly Called[]): string {
  const [only] = called;
  if (only && calls.length === 1)
    return only.outcome === 'delivered' ? only.outcome : `${only.outcome}: ${only.reason}`;
  const left = calls.slice(called.length).map(({ step }) => step);
  const made = called.map(({ step, outcome }) => `${step}: ${outcome}`).join(', ');
  return left.length === 0 ? made : `${made}; not called: ${left.join(', ')}`;
}

function end(reason: string) {
  return { kind: 'end', reason } as const;
}
