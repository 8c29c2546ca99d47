import type { StoryLine } from '../../workflows/contracts/runs/story.js';
import type { Replayed } from './replayer.js';

/** `safe`: the new build tells the same story. `changes`: it replays, and goes on with another one. */
export type RunVerdict = 'safe' | 'breaks' | 'changes' | 'unchecked';

type Step = Extract<StoryLine, { kind: 'step' }>;

/** The judgment on one run. `running` and `next` are the steps at which the two builds part, if they do at a step. */
export interface Judgment {
  readonly verdict: RunVerdict;
  /** The fault in one sentence; empty for a safe run. */
  readonly reason: string;
  readonly fix: string;
  readonly running: Step | null;
  readonly next: Step | null;
}

const KEEP_THE_STORY =
  "let sleeping runs keep the old story: if (j.changed('why')) { the new steps } else { the old ones }";
const KEEP_THE_JOURNEY = 'keep it in workflows/journeys/index.ts until these runs have closed, or cancel them';

const SAFE: Judgment = { verdict: 'safe', reason: '', fix: '', running: null, next: null };

/** Judges what the new build makes of a run, by what the running build makes of it. */
export function compareStories(running: Replayed, next: Replayed): Judgment {
  const parted = firstDifference(stepsOf(running), stepsOf(next));
  if (next.failure !== null) return failureOf(next.failure, running, parted);
  if (running.failure !== null)
    return unchecked(`the running build can't replay it: ${running.failure}`, IS_IT_RUNNING);
  const entered = { running: entryOf(running), next: entryOf(next) };
  if (entered.running === undefined) {
    if (entered.next === undefined) return SAFE; // a keeper or a sweep has no story
    return unchecked('it replays, but the running build is too old to tell stories', COMPARE_NEXT_TIME);
  }
  if (parted !== null) return { verdict: 'changes', reason: sentenceOf(parted), fix: KEEP_THE_STORY, ...parted };
  const { next: fresh = entered.running } = entered;
  return keyFault(running, next) ?? missingSettings(fresh) ?? lostEvents(entered.running, fresh) ?? SAFE;
}

const IS_IT_RUNNING = 'check that --running is the build that runs it';
const COMPARE_NEXT_TIME = 'deploy this build once without changes to journeys; the next one is compared with it';

function unchecked(reason: string, fix: string): Judgment {
  return { ...SAFE, verdict: 'unchecked', reason, fix };
}

function failureOf(failure: string, running: Replayed, parted: Parted | null): Judgment {
  const message = /message: "((?:[^"\\]|\\.)*)"/.exec(failure)?.[1]?.replace(/\\(.)/g, '$1') ?? failure;
  if (message.includes('WAYPOST_ENCRYPTION_KEYS')) return unchecked(message, 'add the key, also if it is retired');
  const breaks = { verdict: 'breaks', running: null, next: null, ...parted } as const;
  if (message.includes('no such function is exported')) {
    const type = /type '([^']+)'/.exec(message)?.[1] ?? '';
    return { ...breaks, reason: `the new build has no workflow ${type}`, fix: KEEP_THE_JOURNEY };
  }
  if (running.failure !== null) return unchecked(`neither build can replay it: ${message}`, IS_IT_RUNNING);
  if (parted !== null) return { ...breaks, reason: sentenceOf(parted), fix: KEEP_THE_STORY };
  const reason = /nondeterminism|TMPRL1100/i.test(failure)
    ? `between two steps the new build does something else than the history says: ${detailOf(message)}`
    : `the new build throws: ${message}`;
  return { ...breaks, reason, fix: 'undo the change, or put it behind patched() where it is in workflows/' };
}

function detailOf(message: string): string {
  return message.replace(/^.*Details: /s, '').slice(0, 300);
}

interface Parted {
  readonly running: Step | null;
  readonly next: Step | null;
}

function stepsOf({ story }: Replayed): Step[] {
  return story.filter((line) => line.kind === 'step');
}

function firstDifference(running: readonly Step[], next: readonly Step[]): Parted | null {
  for (let place = 0; place < Math.max(running.length, next.length); place += 1) {
    const [old, fresh] = [running[place], next[place]];
    if (old === undefined || fresh === undefined || !isSame(old, fresh)) {
      return { running: old ?? null, next: fresh ?? null };
    }
  }
  return null;
}

function isSame(one: Step, other: Step): boolean {
  return one.word === other.word && one.what === other.what && one.until === other.until;
}

function sentenceOf({ running, next }: Parted): string {
  if (running === null) return `it waits in the running build; the new one goes on to ${inWords(next)}`;
  if (next === null) return `it goes on to ${inWords(running)}; the new build does not`;
  const isDeadline = running.word === next.word && running.what === next.what;
  const until = (step: Step) => (step.until === null ? 'without a deadline' : `until ${step.until}`);
  if (isDeadline) return `${inWords(running)} lasts ${until(running)}; in the new build ${until(next)}`;
  return `where it has ${inWords(running)}, the new build has ${inWords(next)}`;
}

function inWords(step: Step | null): string {
  if (step === null) return 'nothing';
  return step.what === '' ? `j.${step.word}` : `j.${step.word} ${step.what}`;
}

type Called = Extract<StoryLine, { kind: 'called' }>;

/** Another key for a call that is under way would send it twice. */
function keyFault(running: Replayed, next: Replayed): Judgment | null {
  const callsOf = ({ story }: Replayed): Called[] => story.filter((line) => line.kind === 'called');
  const [old, fresh] = [callsOf(running), callsOf(next)];
  const place = old.findIndex(({ callKey }, index) => fresh[index]?.callKey !== callKey);
  const call = old[place];
  if (call === undefined) return null;
  const reason = `the call ${call.what} has the key ${call.callKey}; in the new build ${fresh[place]?.callKey ?? 'none'}`;
  return { ...SAFE, verdict: 'changes', reason, fix: 'keep the way in which keys are made' };
}

type Entered = Extract<StoryLine, { kind: 'entered' }>;

function entryOf({ story }: Replayed): Entered | undefined {
  return story.find((line) => line.kind === 'entered');
}

/** Settings are fixed when a run is entered, so a setting that the new build adds is missing from the runs of today. */
function missingSettings({ entry, settings }: Entered): Judgment | null {
  const { required } = (entry['settings'] ?? {}) as { readonly required?: readonly string[] };
  const given = typeof settings === 'object' && settings !== null ? Object.keys(settings) : [];
  const missing = (required ?? []).filter((name) => !given.includes(name));
  if (missing.length === 0) return null;
  const reason = `the new build requires the setting ${missing.join(', ')}, which it was started without`;
  return { ...SAFE, verdict: 'breaks', reason, fix: 'make the setting optional, with a default in the story' };
}

function lostEvents(running: Entered, next: Entered): Judgment | null {
  for (const list of ['hears', 'exitsOn'] as const) {
    const kept = namesIn(next.entry[list]);
    const lost = namesIn(running.entry[list]).filter((name) => !kept.includes(name));
    if (lost.length === 0) continue;
    const reason = `it ${list === 'hears' ? 'hears' : 'exits on'} ${lost.join(', ')}; in the new build it does not`;
    return { ...SAFE, verdict: 'changes', reason, fix: `keep it in ${list} until these runs have closed` };
  }
  return null;
}

function namesIn(list: unknown): string[] {
  const items: unknown[] = Array.isArray(list) ? list : [];
  return items.map((item) => (typeof item === 'string' ? item : String((item as { readonly type: unknown }).type)));
}
