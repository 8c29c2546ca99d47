import { patched } from '@temporalio/workflow';
import { CHANGE_PREFIX } from '../contracts/names-in-histories.js';
import type { Run } from './run.js';

/** Longest name of a change, in characters. Temporal keeps the names of a run's changes in a search attribute. */
const MAX_NAME = 100;

/**
 * Tells if the run tells its story with a change: true if it reaches the place now, false if it had passed the place
 * before the change existed. A run keeps its first answer at every other place, so a step that moved is done once.
 *
 * A name that can't be used is a fault in the code: a plain error stops the run until a corrected build takes over,
 * where a failure would close every run that comes by.
 */
export function changed(run: Run, name: string): boolean {
  const known = run.changes.get(name);
  if (known !== undefined) return known;
  check(name);
  const answer = patched(`${CHANGE_PREFIX}${name}`);
  run.changes.set(name, answer);
  const told = answer ? 'the story goes on with' : 'the run had passed it before, and goes on without';
  run.note('changed', `${told}: ${name}`);
  return answer;
}

function check(name: string): void {
  if (name.trim() === '') throw new Error("j.changed needs the change in words, such as '2026-12 asks consent first'");
  if (name.length > MAX_NAME) {
    throw new Error(`j.changed takes at most ${MAX_NAME} characters, and '${name.slice(0, 40)}…' has ${name.length}`);
  }
}
