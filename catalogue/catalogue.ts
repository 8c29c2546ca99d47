import type { JSONSchema } from 'json-schema-to-ts';
import type {
  AnswerMapping,
  AnswerRules,
  BackOff,
  DeliveryMode,
  Effect,
  WhenPatienceEnds,
} from '../workflows/contracts/call.js';
import type { JsonObject, JsonValue } from '../workflows/contracts/json.js';
import type { Guard } from './definitions/guard.js';
import type { ChecksOptions, OptionList } from './definitions/option-list.js';
import type { Restraints } from './definitions/restraints.js';
import type { Rule } from './definitions/rule.js';
import type { Untaken } from './definitions/untaken.js';
import type { Source } from './definitions/source.js';
import type { StatusLookup } from './definitions/status-lookup.js';

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
  /** The IANA name of the zone whose clock the brand's players live by. */
  readonly timeZone: string;
  /** What the operator's platform offers without a definition; `null` for none. */
  readonly operatorApi: OperatorApi | null;
  /** The lookup that answers `{{state.x}}` where no fresh state came with the event; `null` for none. */
  readonly playerState: string | null;
  /** What `#Name#` of the fast-track dialect stands for, where that is not `state.Name`: `FirstName` → `state.first_name`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What must say yes before a call is sent, for the actions that name it. */
  readonly guards: ReadonlyMap<string, Guard>;
  /** The players to whom a test may send money. */
  readonly testPlayers: readonly string[];
  /** Whether player ids are hashed on their way in, or with which key; without it an e-mail address is refused as one. */
  readonly hashPlayerIds: boolean | SecretReference;
  readonly events: ReadonlyMap<string, EventDefinition>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly actions: ReadonlyMap<string, Action>;
  readonly lookups: ReadonlyMap<string, Lookup>;
  readonly optionLists: ReadonlyMap<string, OptionList>;
  readonly journeys: ReadonlyMap<string, JourneySwitches>;
  readonly rules: ReadonlyMap<string, Rule>;
  readonly sources: ReadonlyMap<string, Source>;
  /** The name of the action behind each notification type. */
  readonly notificationTypes: ReadonlyMap<string, string>;
  readonly untaken: ReadonlyMap<string, Untaken>;
}

/** The native actions and option lists that an operator's platform may support. */
export const NATIVE_NAMES = ['credit-bonus-code', 'credit-bonus-funds', 'bonuses'] as const;

export type NativeName = (typeof NATIVE_NAMES)[number];

/** The operator's platform, as far as it speaks the native calls. */
export interface OperatorApi {
  readonly destination: string;
  readonly supports: readonly NativeName[];
}

/** A type of event and the JSON Schema of its `data`. */
export interface EventDefinition {
  readonly type: string;
  readonly title: string;
  readonly data: JSONSchema;
  /** Where money stands in the data, and how it comes: `amount`, `items.*.price`. */
  readonly money: readonly MoneyPlace[];
  /** Where ids of other players stand in the data: hashed with the event's own where the brand hashes ids. */
  readonly players: readonly string[];
}

/** `minor`: the amount comes as a whole number of the currency's smallest unit, and is made decimal on the way in. */
export interface MoneyPlace {
  readonly path: string;
  readonly units: 'decimal' | 'minor';
}

/** A secret by reference: the name of an environment variable, or a file. Resolved for each attempt, kept nowhere. */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** How a destination wants to be convinced of who asks. What needs a token gets it once and keeps it in the process. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly header: string; readonly secret: SecretReference }
  /** The secret stands in the URL's query; it is added at the last moment and never recorded. */
  | { readonly kind: 'query'; readonly parameter: string; readonly secret: SecretReference }
  | { readonly kind: 'bearer'; readonly secret: SecretReference }
  | { readonly kind: 'basic'; readonly username: string; readonly password: SecretReference }
  | OAuth2Auth
  | TokenAuth;

/** OAuth 2 client credentials (RFC 6749, section 4.4). */
export interface OAuth2Auth {
  readonly kind: 'oauth2';
  /** An absolute URL, or a path below the destination's URL (`/oauth/token`). */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: SecretReference;
  readonly scope?: string;
  readonly audience?: string;
  /** Where id and secret stand in the request for a token: the header (`basic`, the default) or the form. */
  readonly clientAuth?: 'basic' | 'body';
}

/** A token endpoint of the Unibo kind: credentials as a JSON object by POST, the token somewhere in a JSON answer. */
export interface TokenAuth {
  readonly kind: 'token';
  /** Below the destination's URL: `/unibo/api/v1/auth/token`. */
  readonly path: string;
  /** The members of the JSON object: plain text, or a secret by reference. */
  readonly credentials: Readonly<Record<string, string | SecretReference>>;
  /** Where the token stands in the answer: `access_token` unless given. */
  readonly tokenPath?: string;
  /** Where its lifetime stands, in seconds: `expires_in` unless given. */
  readonly expiresPath?: string;
}

/** How calls are signed: by each of the secrets, so that one can take the place of another while both are valid. */
export interface Signing {
  readonly kind: 'standard-webhooks';
  readonly secrets: readonly SecretReference[];
}

/** What a TLS connection is made with, as PEM. There is no way to trust a server unseen. */
export interface Tls {
  /** The authorities to trust instead of the public ones. */
  readonly ca?: SecretReference;
  /** The certificate by which we are known, and its key. */
  readonly cert?: SecretReference;
  readonly key?: SecretReference;
}

/** One brand's endpoint: base URL, auth and limits. Times in milliseconds. */
export interface Destination {
  readonly name: string;
  readonly url: string;
  /** Addresses, ranges and host names that no request would reach without being named here. */
  readonly allow: readonly string[];
  readonly tls: Tls | null;
  readonly auth: Auth;
  readonly signing: Signing | null;
  /** Sent with every request: as text they are part of a call's decision, as a secret of each attempt alone. */
  readonly headers: Readonly<Record<string, string | SecretReference>>;
  /** Total time of an attempt, at most 10,000. */
  readonly timeout: number;
  /** At most so many calls a second, of all worker processes together; `null` for any number. */
  readonly rateLimit: number | null;
  /** At most so many calls at the same time, of each worker process; `null` for any number. */
  readonly concurrency: number | null;
  /** Whether Fast Track's `X-Fasttrack-…` headers are sent, filled from the call. */
  readonly fastTrackHeaders: boolean;
}

/** The types that a field may have. */
export const FIELD_TYPES = ['string', 'number', 'boolean', 'money', 'date', 'select'] as const;

/** The type of a field or param, and whether a call must give it. */
export interface Field {
  readonly type: (typeof FIELD_TYPES)[number];
  readonly required: boolean;
  /** What people read beside it; its name unless given. */
  readonly title?: string;
  /** What it is where the call gives none. */
  readonly default?: JsonValue;
  /** Of a `select`: the option list that it is chosen from. */
  readonly options?: string;
}

/** The language of an action's body: a tree of ours, or text as the other systems write it. */
export const DIALECTS = ['waypost', 'smartico', 'fast-track'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** A callback action: a named request. Times in milliseconds. */
export interface Action extends Restraints, ChecksOptions {
  readonly name: string;
  readonly title: string;
  /** What incoming and outgoing systems call it: `triggercallback` or `triggercallback.<name>`, unique in the brand. */
  readonly notificationType: string;
  /** Whether a rule that a reward triggers may use it. */
  readonly rewardsEnabled: boolean;
  readonly effect: Effect;
  readonly mode: DeliveryMode;
  readonly destination: string;
  readonly method: 'POST' | 'GET';
  /** A path template below the destination's URL. */
  readonly path: string;
  /** Templates by the name of the query's parameter. */
  readonly query: Readonly<Record<string, string>>;
  /** Templates by the name of the header, in lower case; they win over the destination's. */
  readonly headers: Readonly<Record<string, string>>;
  readonly contentType: 'json' | 'form' | 'text';
  readonly dialect: Dialect;
  /** A tree whose leaves may hold placeholders, or text in the dialect; `null` sends no body. */
  readonly body: JsonValue;
  /** Of the fast-track dialect: whether `["#UserId#"]` leaves as the string alone. */
  readonly unwrap: boolean;
  /** Of the fast-track dialect: the brand's aliases. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, Field>>;
  /** The field that holds the value of a money action; `unknown` where it can't be known. */
  readonly value: { readonly field: string } | 'unknown' | null;
  readonly answers: AnswerRules;
  /** What the caller gets of a delivered call's answer. */
  readonly answer: AnswerMapping;
  /** How it is asked what became of a call: of `reconcile` alone. */
  readonly status: StatusLookup | null;
  readonly patience: number;
  readonly whenPatienceEnds: WhenPatienceEnds;
  readonly backOff: BackOff;
}

/** A named GET whose answer is checked and handed to the journey. */
export interface Lookup {
  readonly name: string;
  readonly title: string;
  readonly destination: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Field>>;
  /** The JSON Schema of what is selected. */
  readonly answer: JSONSchema;
  /** The path into the answer's body (`data.bonus`); empty for the whole body. */
  readonly select: string;
}

/** Whether, when and for whom a brand runs a journey or a rule. Dates are ISO 8601. */
export interface Switches {
  readonly enabled: boolean;
  readonly from: string | null;
  readonly until: string | null;
  /** Percent of players who stay out, as the control group. */
  readonly holdout: number;
}

/** A journey as a brand runs it. */
export interface JourneySwitches extends Switches {
  readonly settings: JsonObject;
}
