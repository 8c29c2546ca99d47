import type { JSONSchema } from 'json-schema-to-ts';
import type { JsonValue } from '../json.js';

/** A part of an answer to look for: all of what is given must hold. */
export interface AnswerMatch {
  /** The answer's status is one of these. */
  readonly status?: readonly number[];
  /** For each path into the body (`error.code`), the values that it may have. */
  readonly body?: Readonly<Record<string, readonly JsonValue[]>>;
}

/** The part of a delivered answer that the story gets. */
export interface AnswerMapping {
  /** By name, the path into the body (`Data.grant_id`) of its value; `null` gives the whole body. */
  readonly map: Readonly<Record<string, string>> | null;
  /** The JSON Schema of what is given; `true` for anything. */
  readonly schema: JSONSchema;
}

/** The action's own rules for an answer, applied before the general ones. Any of a list suffices. */
export interface AnswerRules {
  readonly deliveredWhen?: readonly AnswerMatch[];
  readonly refusedWhen?: readonly AnswerMatch[];
  /** 409 says that an earlier attempt has already done it. */
  readonly duplicateIsDelivered?: boolean;
  /** The mapping of a delivered answer; the first 4 kB of its body unless given. */
  readonly answer?: AnswerMapping;
}
