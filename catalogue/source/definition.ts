import type { JsonValue } from '../../workflows/contracts/json.js';
import type { SecretReference } from '../destination/definition.js';

/** A way in for an upstream system with its own shape. */
export interface Source {
  readonly name: string;
  readonly title: string;
  readonly map: SourceMap;
  /** Recognises a repeated request in which the map finds no id; `null` refuses such a request. */
  readonly identity: SourceIdentity | null;
  /** Proof of the sender: an API key, a token in the URL that can only send events, or a signature. */
  readonly auth: SourceAuth;
}

/** The raw body is signed with one of the `secrets` (Standard Webhooks): two are good while one replaces the other. */
export type SourceAuth =
  | { readonly kind: 'key' }
  | { readonly kind: 'token' }
  | { readonly kind: 'signature'; readonly secrets: readonly SecretReference[] };

/** The same request again within `window` milliseconds is the same event; after that it is a new one. */
export interface SourceIdentity {
  readonly window: number;
}

/**
 * Place of each part of an event in the request; `null` if the source has none. Without `id` the event is known by its
 * `Idempotency-Key` header or the source's `identity`. Without `occurredAt` its time is the time of receipt. Without
 * `brand` it belongs to the key's brand.
 */
export interface SourceMap {
  readonly id: SourceValue | null;
  readonly type: SourceValue;
  readonly playerId: SourceValue;
  readonly occurredAt: SourceValue | null;
  readonly data: SourceTree | null;
  readonly state: SourceTree | null;
  readonly campaign: SourceTree | null;
  readonly brand: SourceValue | null;
}

/**
 * `paths`: `body.user_id`, `query.type`, `body`; the first that has a value. With `values` it must be one of their keys,
 * and stands for what is written there (`{ Bet: casino.bet }`). `fixed`: always this.
 */
export type SourceValue =
  | {
      readonly kind: 'paths';
      readonly paths: readonly string[];
      readonly values?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'fixed'; readonly value: JsonValue };

/** A value, or an object made of values. */
export type SourceTree =
  SourceValue | { readonly kind: 'object'; readonly entries: Readonly<Record<string, SourceTree>> };
