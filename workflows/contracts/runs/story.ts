import type { JsonObject, JsonValue } from '../json.js';

/**
 * The name of a replay that asks runs for their stories. A run sees it at the start of its task queue's name, which no
 * queue of Waypost's has. Only then does it tell anything.
 */
export const STORY_REPLAY = 'waypost-story';

/** The sink that stories are told to, and its only function, which takes a `StoryLine`. */
export const STORY_SINK = 'waypostStory';

/** The words of a story that are no steps: nothing happens at them that a later build could do in another way. */
export const QUIET_WORDS: readonly string[] = ['now', 'random', 'stage', 'onExit', 'compensate'];

/**
 * One line of what a run tells during such a replay.
 * `entered`: its first line, with the entry of the build that tells it and the settings that the run was started with.
 * `step`: a word of the story. `what` names it (event types, step name, lookup), `until` is its deadline (ISO 8601),
 * `at` is the line of the source that says it (`/path/welcome.ts:12:5`), both null where there is none.
 * `changed`: the answer of `j.changed` for one text.
 * `called`: a call is made under its key.
 */
export type StoryLine =
  | { readonly kind: 'entered'; readonly entry: JsonObject; readonly settings: JsonValue }
  | {
      readonly kind: 'step';
      readonly word: string;
      readonly what: string;
      readonly until: string | null;
      readonly at: string | null;
    }
  | { readonly kind: 'changed'; readonly text: string; readonly answer: boolean }
  | { readonly kind: 'called'; readonly what: string; readonly callKey: string };
