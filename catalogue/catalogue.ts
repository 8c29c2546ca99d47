import type { JSONSchema } from 'json-schema-to-ts';
import type { AnswerRules, BackOff, DeliveryMode, Effect, WhenPatienceEnds } from '../workflows/contracts/call.js';
import type { JsonObject, JsonValue } from '../workflows/contracts/json.js';

/** Everything the catalogue says, as all processes use it. A snapshot: it never changes, a new one replaces it. */
export interface Catalogue {
  /** SHA-256 over the content, 12 hex digits: every call records it, every process shows it. */
  readonly hash: string;
  readonly brands: ReadonlyMap<string, BrandCatalogue>;
}

/** What one brand has: its own definitions merged over the shared ones. */
export interface BrandCatalogue {
  readonly brand: string;
  /** Other names under which upstream systems know the brand. */
  readonly origins: readonly string[];
  /** How old an event may be, in milliseconds. */
  readonly eventWindow: number;
  readonly events: ReadonlyMap<string, EventDefinition>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly journeys: ReadonlyMap<string, JourneySwitches>;
}

/** A type of event and the JSON Schema of its `data`. */
export interface EventDefinition {
  readonly type: string;
  readonly data: JSONSchema;
}

/** A secret by reference: the name of an environment variable, or a file. Resolved for each attempt, kept nowhere. */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** How a destination wants to be convinced. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly header: string; readonly secret: SecretReference }
  | { readonly kind: 'bearer'; readonly secret: SecretReference };

/** One brand's endpoint: base URL, auth and limits. Times in milliseconds. */
export interface Destination {
  readonly name: string;
  readonly url: string;
  readonly auth: Auth;
  readonly headers: Readonly<Record<string, string>>;
  /** Total time of an attempt, at most 10,000. */
  readonly timeout: number;
}

/** The type of a field, and whether a call must give it. */
export interface Field {
  readonly type: 'string' | 'number' | 'boolean' | 'money' | 'date';
  readonly required: boolean;
}

/** A callback action: a named request. Times in milliseconds. */
export interface Action {
  readonly name: string;
  readonly effect: Effect;
  readonly mode: DeliveryMode;
  readonly destination: string;
  readonly method: 'POST' | 'GET';
  /** A path template below the destination's URL. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** A tree whose leaves may hold placeholders; `null` sends no body. */
  readonly body: JsonValue;
  readonly fields: Readonly<Record<string, Field>>;
  /** The field that holds the value of a money action; `unknown` where it can't be known. */
  readonly value: { readonly field: string } | 'unknown' | null;
  readonly answers: AnswerRules;
  readonly patience: number;
  readonly whenPatienceEnds: WhenPatienceEnds;
  readonly backOff: BackOff;
}

/** A named GET whose answer is checked and handed to the journey. */
export interface Lookup {
  readonly name: string;
  readonly destination: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Field>>;
  /** The JSON Schema of what is selected. */
  readonly answer: JSONSchema;
  /** The path into the answer's body (`data.bonus`); empty for the whole body. */
  readonly select: string;
}

/** Whether, when and for whom a brand runs a journey. Dates are ISO 8601. */
export interface JourneySwitches {
  readonly enabled: boolean;
  readonly from: string | null;
  readonly until: string | null;
  /** Percent of players who stay out, as the control group. */
  readonly holdout: number;
  readonly settings: JsonObject;
}
