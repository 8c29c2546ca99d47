import { IN_USE_SCHEMA, type InUse } from '../../catalogue/in-use.js';
import { checkSchema } from '../../catalogue/json-schema.js';
import { readBody } from '../../outbound/answer/read-body.js';
import { apiUrl, detailIn, keyHeaders } from '../http/ask-api.js';
import { askByHand } from '../http/ask-by-hand.js';

/** More than one call needs: the API counts the runs of each journey twice. */
const ANSWER_TIME_MS = 30_000;

/** The parts of the catalogue that open runs of a brand use, as a running API says. */
export interface BrandInUse {
  readonly brand: string;
  readonly inUse: InUse;
}

/**
 * Asks a running API which parts of the catalogue open runs of the key's brand use. `brand` picks one if the key holds
 * several.
 * @throws Error with a sentence if there is no answer; never with the key
 */
export async function askInUse(address: string, key: string, brand?: string): Promise<BrandInUse> {
  const url = apiUrl(address, '/v1/catalogue/in-use');
  const headers = keyHeaders(key, brand);
  const result = await askByHand(url, { method: 'GET', headers, body: null, within: ANSWER_TIME_MS });
  if (result.kind === 'failed') throw new Error(`can't reach ${address}: ${result.message}`);
  const body = readBody(result.bodyText);
  if (result.status !== 200) {
    const detail = detailIn(body);
    const reason = detail === null ? `${result.status}` : `${result.status}, ${detail}`;
    throw new Error(`${address} does not say what open runs use: ${result.status === 404 ? NOT_FOUND : reason}`);
  }
  const fault = checkSchema(IN_USE_SCHEMA, body);
  if (fault !== null) throw new Error(`${address} does not answer like Waypost: ${fault.path} ${fault.reason}`);
  const answered = body as unknown as InUse & { readonly brand: string };
  return { brand: answered.brand, inUse: answered };
}

const NOT_FOUND = "it does not have this route, or its catalogue does not have the key's brand";
