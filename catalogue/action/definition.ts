import type { AnswerMapping, AnswerRules } from '../../workflows/contracts/calls/answers.js';
import type { BackOff, DeliveryMode, Effect, Method, WhenPatienceEnds } from '../../workflows/contracts/calls/call.js';
import type { StatusQuestion } from '../../workflows/contracts/calls/status.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import type { SendConditions } from '../send-conditions/definition.js';

/** The types that a field may have. */
export const FIELD_TYPES = ['string', 'number', 'boolean', 'money', 'date', 'select'] as const;

/** The type of a field or param, and whether a call must give it. */
export interface Field {
  readonly type: (typeof FIELD_TYPES)[number];
  readonly required: boolean;
  /** Label for people; the field's name unless given. */
  readonly title?: string;
  /** Value for a call that gives none. */
  readonly default?: JsonValue;
  /** Of a `select`: the option list that it is chosen from. */
  readonly options?: string;
}

/** The language of an action's body: a tree of ours, or text as the other systems write it. */
export const DIALECTS = ['waypost', 'smartico', 'fast-track'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** The forms that a body can have on the wire. */
export const CONTENT_TYPES = ['json', 'form', 'text'] as const;

export type ContentType = (typeof CONTENT_TYPES)[number];

/** A request to a destination. */
export interface RequestTemplate {
  readonly destination: string;
  /** A path template below the destination's URL. */
  readonly path: string;
  /** Templates by the name of the query's parameter. */
  readonly query: Readonly<Record<string, string>>;
  /** Templates by the name of the header, in lower case; they win over the destination's. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A callback action: a named request. Times in milliseconds. */
export interface Action extends RequestTemplate, SendConditions, ChecksOptions {
  readonly name: string;
  readonly title: string;
  /** Name in the other systems: `triggercallback` or `triggercallback.<name>`, unique in the brand. */
  readonly notificationType: string;
  /** True if a rule with a reward as its trigger can use it. */
  readonly rewardsEnabled: boolean;
  readonly effect: Effect;
  readonly mode: DeliveryMode;
  readonly method: Method;
  readonly contentType: ContentType;
  readonly dialect: Dialect;
  /** A tree whose leaves can hold placeholders, or text in the dialect; `null` sends no body. */
  readonly body: JsonValue;
  /** Of the fast-track dialect: whether `["#UserId#"]` leaves as the string alone. */
  readonly unwrap: boolean;
  /** Of the fast-track dialect: the brand's aliases. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Field>>;
  /** The field that holds the value of a money action; `unknown` where it can't be known. */
  readonly value: { readonly field: string } | 'unknown' | null;
  readonly answers: AnswerRules;
  /** Mapping of a delivered call's answer to what the caller gets. */
  readonly answer: AnswerMapping;
  /** The status lookup; only with mode `reconcile`. */
  readonly status: StatusLookup | null;
  readonly patience: number;
  readonly whenPatienceEnds: WhenPatienceEnds;
  readonly backOff: BackOff;
}

/** Returns an action that says nothing yet: a POST without a body, to no destination. */
export function blankAction(name: string, aliases: Action['aliases']): Action {
  return {
    name,
    title: name,
    notificationType: `triggercallback.${name}`,
    rewardsEnabled: false,
    check: 'none',
    effect: 'data',
    mode: 'idempotent',
    destination: '',
    method: 'POST',
    path: '/',
    query: {},
    headers: {},
    contentType: 'json',
    dialect: 'waypost',
    body: null,
    unwrap: false,
    aliases,
    fields: {},
    value: null,
    answers: {},
    answer: { map: null, schema: true },
    ...{ expires: null, guards: [], channel: null, allowedHours: null, limits: null, status: null },
    patience: 0,
    whenPatienceEnds: 'park',
    backOff: { initial: 1_000, maximum: 1_000 },
  };
}

/** A GET below the destination's URL that asks for the status of a call. */
export interface StatusLookup
  extends Pick<RequestTemplate, 'path' | 'query'>, Pick<StatusQuestion, 'done' | 'notDone' | 'after' | 'patience'> {}

/** The checks of what a call chooses from option lists, before it is sent. */
export const OPTION_CHECKS = ['options', 'none'] as const;

interface ChecksOptions {
  readonly check: (typeof OPTION_CHECKS)[number];
}
