/** A secret by reference: the name of an environment variable, or a file. Resolved for each attempt, kept nowhere. */
export type SecretReference = { readonly env: string } | { readonly file: string };

/** Credentials for a destination. Tokens are fetched once and kept in the process. */
export type Auth =
  | { readonly kind: 'none' }
  | { readonly kind: 'api-key'; readonly header: string; readonly secret: SecretReference }
  /** Secret as a query parameter; added just before sending, never recorded. */
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
  /** Place of id and secret in the token request: the header (`basic`, the default) or the form. */
  readonly clientAuth?: 'basic' | 'body';
}

/** A token endpoint of the Unibo kind: credentials as a JSON object by POST, the token somewhere in a JSON answer. */
export interface TokenAuth {
  readonly kind: 'token';
  /** Below the destination's URL: `/unibo/api/v1/auth/token`. */
  readonly path: string;
  /** The members of the JSON object: plain text, or a secret by reference. */
  readonly credentials: Readonly<Record<string, string | SecretReference>>;
  /** Path of the token in the answer: `access_token` unless given. */
  readonly tokenPath?: string;
  /** Path of its lifetime, in seconds: `expires_in` unless given. */
  readonly expiresPath?: string;
}

/** Signature of calls, one per secret. Two secrets are valid while one replaces the other. */
export interface Signing {
  readonly kind: 'standard-webhooks';
  readonly secrets: readonly SecretReference[];
}

/** Certificates of a TLS connection, as PEM. A server is always verified. */
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
  /** Most calls per second, over all worker processes; `null` for any number. */
  readonly rateLimit: number | null;
  /** Most simultaneous calls, per worker process; `null` for any number. */
  readonly concurrency: number | null;
  /** True to send Fast Track's `X-Fasttrack-…` headers, filled from the call. */
  readonly fastTrackHeaders: boolean;
}
