import { readFile } from 'node:fs/promises';
import { expect, inject, it, onTestFinished } from 'vitest';
import { dataConverter } from '../../../client/codec/data-converter.js';
import { NO_KEYS } from '../../../client/codec/encryption-keys.js';
import { historyFromJSON } from '../../../client/temporal/internals.js';
import { compareStories } from '../../../worker/replay/compare-stories.js';
import { type Replayed, Replayer } from '../../../worker/replay/replayer.js';
import type { StoryLine } from '../../../workflows/contracts/runs/story.js';
import { RECORDED_UNDER } from '../../replay/recorded-under.js';
import { quietRuntime } from '../../support/quiet-runtime.js';

quietRuntime();

const ENTERED: StoryLine = { kind: 'entered', entry: { name: 'x', hears: ['deposit.made'] }, settings: {} };

function told(...lines: StoryLine[]): Replayed {
  return { story: [ENTERED, ...lines], failure: null };
}

function step(word: string, what: string): StoryLine {
  return { kind: 'step', word, what, until: null, at: null };
}

it('the same steps in the same order are safe, wherever they stand in the code', () => {
  const wait = step('waitFor', 'deposit.made');
  const moved = { ...wait, at: '/other/workflows/journeys/x.ts:9:9' } as StoryLine;
  expect(compareStories(told(wait), told(moved)).verdict).toBe('safe');
});

it('j.changed is no step', () => {
  const changed: StoryLine = { kind: 'changed', text: 'why', answer: false };
  expect(compareStories(told(step('call', 'tag')), told(changed, step('call', 'tag'))).verdict).toBe('safe');
});

it('a build that goes on where the other waits, or that stops short, changes the story', () => {
  const [one, both] = [told(step('call', 'a')), told(step('call', 'a'), step('call', 'b'))];
  expect(compareStories(one, both)).toMatchObject({
    verdict: 'changes',
    reason: expect.stringContaining('goes on to j.call b'),
  });
  expect(compareStories(both, one)).toMatchObject({
    verdict: 'changes',
    reason: 'it goes on to j.call b; the new build does not',
  });
});

it('another key for the same call is found, since it would be sent twice', () => {
  const called = (callKey: string): StoryLine => ({ kind: 'called', what: 'credit', callKey });
  const steps = step('call', 'credit');
  expect(compareStories(told(steps, called('wp_a')), told(steps, called('wp_b')))).toMatchObject({
    verdict: 'changes',
    reason: 'the call credit has the key wp_a; in the new build wp_b',
  });
});

it('an event that is heard no more is found', () => {
  const deaf: Replayed = { story: [{ ...ENTERED, entry: { name: 'x', hears: [] } }], failure: null };
  expect(compareStories(told(), deaf).reason).toBe('it hears deposit.made; in the new build it does not');
});

it('a running build that does not replay the run, or tells no story, leaves it unchecked', () => {
  const failing: Replayed = { story: [], failure: 'nondeterminism' };
  expect(compareStories(failing, told())).toMatchObject({
    verdict: 'unchecked',
    fix: expect.stringContaining('--running'),
  });
  expect(compareStories({ story: [], failure: null }, told()).verdict).toBe('unchecked');
  expect(compareStories({ story: [], failure: null }, { story: [], failure: null }).verdict).toBe('safe');
});

it('an encrypted history whose key is lost is unchecked, by the name of the key; with the key it is compared', async () => {
  const file = new URL('../../replay/histories/encrypted-cancel-bonus-delivered.json', import.meta.url);
  const stored = JSON.parse(await readFile(file, 'utf8')) as { workflowId: string; history: unknown };
  const replayWith = async (keys: typeof NO_KEYS) => {
    const replayer = new Replayer(inject('workflowBundle'), dataConverter(keys));
    onTestFinished(() => replayer.close());
    return replayer.replay(stored.workflowId, historyFromJSON(stored.history));
  };
  const [lost, known] = [await replayWith(NO_KEYS), await replayWith(RECORDED_UNDER)];
  expect(compareStories(lost, lost)).toMatchObject({
    verdict: 'unchecked',
    reason: expect.stringContaining('encrypted with the key "recorded-lucky"'),
  });
  expect(compareStories(known, known).verdict).toBe('safe');
  expect(known.story.filter(({ kind }) => kind === 'called')).toHaveLength(1);
});
