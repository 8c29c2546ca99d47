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

/** A source as one brand has it. */
export interface BrandSource {
  readonly brand: string;
  readonly source: Source;
}

/** A source as each brand has it for which the sender may speak: at least one. */
export type Offered = readonly [BrandSource, ...BrandSource[]];

/** Admits the token in a source's URL: a good key that may do nothing but send events of one brand. */
export function admitToken(services: Services, response: Response, name: string, token: string): Offered {
  const finding = services.keys.find(token);
  if (finding.kind !== 'good') {
    throw new Problem('unauthenticated', 'The token in the URL is not good, or not any more: ask for a new URL.');
  }
  const { key } = finding;
  response.locals.keyId = key.id;
  requireScope(key, 'events:write');
  if (key.scopes.length > 1 || key.brands.length > 1) {
    throw new Problem(
      'unauthenticated',
      `The key ${key.id} may do more than send events of one brand, so it may not stand in a URL: make one that may not.`,
    );
  }
  return offeredTo(services, key.brands, name, (source) => source.auth.kind === 'token');
}

/** Admits a key in a header, if no signature is asked for: for all of its brands that have the source. */
export function admitKey(services: Services, request: Request, response: Response, name: string): Offered {
  const key = admit(services, request, response, 'events:write');
  const header = request.get(BRAND_HEADER);
  const brands = header === undefined ? key.brands : [brandOfRequest(key, header)];
  return offeredTo(services, brands, name, (source) => source.auth.kind !== 'signature');
}

/** Admits a signed body: for all brands whose secret has signed it. */
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
    'The signature fits no source of this name: check the secret, that the body left unchanged, and the clock (±5 minutes).',
  );
}

/** A secret that is not there is the trouble of those who sign with it, and of no other brand or secret. */
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
      log.error({ brand, source: name, fault: error.message }, 'what is signed with this secret is refused');
    }
  }
  return false;
}

/** Whether a request without a key comes with a signature instead. */
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
    'There is no source of this name that takes this kind of proof: see GET /v1/catalogue for names and their `auth`.',
  );
}

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** Whether a request carries a signature of Standard Webhooks. */
function isSigned(request: Request): boolean {
  return request.get('webhook-signature') !== undefined;
}

/**
 * Whether a body was signed with a secret, at most five minutes from now either way (Standard Webhooks: HMAC-SHA256 over
 * `webhook-id.webhook-timestamp.body`; several signatures may stand side by side while a secret rotates).
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
