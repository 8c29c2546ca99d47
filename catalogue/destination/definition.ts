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
