import type { Request, Response } from 'express';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import type { SecretReference } from '../../catalogue/destination/definition.js';
import type { Source, SourceAuth } from '../../catalogue/source/definition.js';
import { SecretMissing } from '../../outbound/auth/secrets.js';
import { resolveSigningKey } from '../../outbound/auth/sign.js';
import { Problem } from '../http/errors.js';
import { admit } from '../http/route.js';
import { requireScope } from '../keys/authenticate.js';
import { BRAND_HEADER, brandOfRequest } from '../keys/brands.js';
import type { Services } from '../services.js';

/** A source of one brand. */
export interface BrandSource {
  readonly brand: string;
  readonly source: Source;
}

/** The source in each brand that the sender may use: at least one. */
export type Offered = readonly [BrandSource, ...BrandSource[]];

/** Admits the token in a source's URL: a valid key with `events:write` only, for one brand. */
export function admitToken(services: Services, response: Response, name: string, token: string): Offered {
  const finding = services.keys.find(token);
  if (finding.kind !== 'good') {
    throw new Problem('unauthenticated', 'The token in the URL is unknown, expired or revoked: ask for a new URL.');
  }
  const { key } = finding;
  response.locals.keyId = key.id;
  requireScope(key, 'events:write');
  if (key.scopes.length > 1 || key.brands.length > 1) {
    throw new Problem(
      'unauthenticated',
      `The key ${key.id} has other scopes or brands too, so it must not be used in a URL: use a key with events:write only, for one brand.`,
    );
  }
  return offeredTo(services, key.brands, name, (source) => source.auth.kind === 'token');
}

/** Admits a key in a header, for all of its brands that have the source and require no signature. */
export function admitKey(services: Services, request: Request, response: Response, name: string): Offered {
  const key = admit(services, request, response, 'events:write');
  const header = request.get(BRAND_HEADER);
  const brands = header === undefined ? key.brands : [brandOfRequest(key, header)];
  return offeredTo(services, brands, name, (source) => source.auth.kind !== 'signature');
}

/** Admits a signed body, for all brands whose secret has signed it. */
export async function admitSignature(
  services: Services,
  request: Request,
  body: Uint8Array,
  name: string,
): Promise<Offered> {
  const brands: string[] = [];
  for (const { brand, sources } of services.catalogue().brands.values()) {
    const auth = sources.get(name)?.auth;
    if (auth?.kind === 'signature' && (await hasSigned(services, { brand, name, auth }, request, body)))
      brands.push(brand);
  }
  if (brands.length > 0) return offeredTo(services, brands, name, (source) => source.auth.kind === 'signature');
  throw new Problem(
    'unauthenticated',
    'The signature does not match any source with this name: check the secret, that nothing changed the body, and the clock (±5 minutes).',
  );
}

/** Returns true if a secret of the source has signed the body. Logs a missing secret and tries the others. */
async function hasSigned(
  { environment, log }: Services,
  { brand, name, auth }: { brand: string; name: string; auth: Extract<SourceAuth, { kind: 'signature' }> },
  request: Request,
  body: Uint8Array,
): Promise<boolean> {
  for (const secret of auth.secrets) {
    try {
      if (await isSignedWith(secret, request, body, environment)) return true;
    } catch (error) {
      if (!(error instanceof SecretMissing)) throw error;
      log.error({ brand, source: name, fault: error.message }, 'secret missing: requests signed with it are refused');
    }
  }
  return false;
}

/** Returns true for a request with a signature instead of a key. */
export function comesSigned(request: Request): boolean {
  return request.get('authorization') === undefined && request.get('x-api-key') === undefined && isSigned(request);
}

function offeredTo(
  services: Services,
  brands: readonly string[],
  name: string,
  fits: (source: Source) => boolean,
): Offered {
  const catalogue = services.catalogue();
  const offered = brands.flatMap((brand) => {
    const source = catalogue.brands.get(brand)?.sources.get(name);
    return source !== undefined && fits(source) ? [{ brand, source }] : [];
  });
  const [first, ...rest] = offered;
  if (first !== undefined) return [first, ...rest];
  throw new Problem(
    'not-found',
    'No source with this name takes this kind of credentials. GET /v1/catalogue lists sources with their `auth`.',
  );
}

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** Returns true if a request has a signature of Standard Webhooks. */
function isSigned(request: Request): boolean {
  return request.get('webhook-signature') !== undefined;
}

/**
 * Returns true if a secret has signed the body within five minutes of now. Standard Webhooks: HMAC-SHA256 over
 * `webhook-id.webhook-timestamp.body`; there can be several signatures while a secret rotates.
 * @throws SecretMissing
 */
async function isSignedWith(
  secret: SecretReference,
  request: Request,
  body: Uint8Array,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const webhook = new Webhook(await resolveSigningKey(secret, environment), { format: 'raw' });
  const headers = Object.fromEntries(HEADERS.map((name) => [name, request.get(name) ?? '']));
  try {
    webhook.verify(Buffer.from(body), headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
