import { IN_USE_SCHEMA, type InUse } from '../../catalogue/in-use.js';
import { checkSchema } from '../../catalogue/json-schema.js';
import { readBody } from '../../outbound/answer/read-body.js';
import type { JsonValue } from '../../workflows/contracts/json.js';
import { askByHand } from '../http/ask-by-hand.js';

/** Visibility is asked twice for each journey in use: more than one call takes. */
const ANSWER_TIME_MS = 30_000;

/** What open runs of a brand use, as a running API says. */
export interface BrandInUse {
  readonly brand: string;
  readonly inUse: InUse;
}

/**
 * Asks a running API what the open runs of the key's brand use; `brand` picks one where the key holds several.
 * @throws Error with a sentence when it can't be had; never with the key
 */
export async function askInUse(address: string, key: string, brand?: string): Promise<BrandInUse> {
  if (!/^https?:\/\/[^/?#@]+\/?$/.test(address) || !URL.canParse(address)) {
    throw new Error(`"${address}" is no address of an API: write http://host:port`);
  }
  const headers = { authorization: `Bearer ${key}`, ...(brand === undefined ? {} : { 'waypost-brand': brand }) };
  const result = await askByHand(new URL('/v1/catalogue/in-use', address), headers, ANSWER_TIME_MS);
  if (result.kind === 'failed') throw new Error(`${address} can't be asked: ${result.message}`);
  const body = readBody(result.bodyText);
  if (result.status !== 200)
    throw new Error(`${address} refuses to say what is in use: ${refusalIn(body, result.status)}`);
  const fault = checkSchema(IN_USE_SCHEMA, body);
  if (fault !== null) throw new Error(`${address} does not answer as Waypost does: ${fault.path} ${fault.reason}`);
  const answered = body as unknown as InUse & { readonly brand: string };
  return { brand: answered.brand, inUse: answered };
}

function refusalIn(body: JsonValue, status: number): string {
  const detail = typeof body === 'object' && body !== null && !Array.isArray(body) ? body['detail'] : null;
  if (status === 404) return 'it knows no such route, or its catalogue not the brand of the key';
  return typeof detail === 'string' ? `${status}, ${detail}` : `${status}`;
}
