import type { Duration } from '@temporalio/common';
import { proxySinks, type Sinks, workflowInfo } from '@temporalio/workflow';
import type { JsonObject } from '../contracts/json.js';
import { QUIET_WORDS, STORY_REPLAY, STORY_SINK, type StoryLine } from '../contracts/runs/story.js';
import { msToNumber } from '../temporal.js';
import type { Run } from './run.js';

interface StorySinks extends Sinks {
  readonly [STORY_SINK]: { tell(line: StoryLine): void };
}

/** True in a replay that compares what two builds make of one history. It costs one comparison, once per run. */
function isTold(): boolean {
  return workflowInfo().taskQueue.startsWith(STORY_REPLAY);
}

function tell(line: StoryLine): void {
  proxySinks<StorySinks>()[STORY_SINK].tell(line);
}

/** Tells a run's entry and its calls, if a replay asks. */
export function tellRun(run: Run): void {
  if (!isTold()) return;
  const entry = JSON.parse(JSON.stringify(run.entry)) as JsonObject;
  tell({ kind: 'entered', entry, settings: run.input.settings });
  run.onNote = (what, text, { call }) => {
    if (what === 'called' && call !== undefined) tell({ kind: 'called', what: text, callKey: call });
  };
}

/** Returns the words of a story; if a replay asks, words that also tell each step before it is taken. */
export function toldWords<Words extends Readonly<Record<string, unknown>>>(words: Words): Words {
  if (!isTold()) return words;
  const told = Object.entries(words).map(([word, value]) => [
    word,
    isStep(word, value) ? toldStep(word, value) : value,
  ]);
  return Object.fromEntries(told) as Words;
}

type Step = (...args: unknown[]) => unknown;

function isStep(word: string, value: unknown): value is Step {
  return typeof value === 'function' && !QUIET_WORDS.includes(word);
}

function toldStep(word: string, step: Step): Step {
  return (...args) => {
    if (word === 'changed') {
      const answer = step(...args);
      tell({ kind: 'changed', text: String(args[0]), answer: answer === true });
      return answer;
    }
    tell({ kind: 'step', word, what: nameOf(word, args), until: deadlineOf(word, args), at: callerOf(new Error()) });
    return step(...args);
  };
}

interface StepOptions {
  readonly as?: string;
  readonly player?: string;
  readonly within?: Duration;
}

/** Names a step by what makes it the same step in another build. Values of fields and params are not part of it. */
function nameOf(word: string, [first, second]: readonly unknown[]): string {
  const { as, player } = (second ?? {}) as StepOptions;
  switch (word) {
    case 'waitFor':
      return [first].flat().join(' or ');
    case 'call':
      return `${String(first)}${as === undefined ? '' : ` as ${as}`}${player === undefined ? '' : ` for ${player}`}`;
    case 'lookUp':
      return `${String(first)}${player === undefined ? '' : ` of ${player}`}`;
    case 'sleepUntilHour':
      return `${String(first)}, ${JSON.stringify(second)}`;
    case 'sleep':
    case 'sleepUntil':
    case 'end':
    case 'startOver':
      return '';
    default:
      return typeof first === 'string' ? first : '';
  }
}

function deadlineOf(word: string, [first, second]: readonly unknown[]): string | null {
  if (word === 'sleepUntil') return String(first);
  const within = word === 'sleep' ? (first as Duration) : (second as StepOptions | undefined)?.within;
  if (within === undefined) return null;
  const until = Date.now() + msToNumber(within);
  return Number.isNaN(until) ? 'never' : new Date(until).toISOString();
}

/** The place in the story that takes the step: the second frame, after the one of this file. */
function callerOf({ stack = '' }: Error): string | null {
  const frames = stack.split('\n').filter((line) => line.startsWith('    at '));
  return /\(?([^\s()]+:\d+:\d+)\)?$/.exec(frames[1] ?? '')?.[1] ?? null;
}
