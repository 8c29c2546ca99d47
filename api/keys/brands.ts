import type { BrandCatalogue } from '../../catalogue/brand/definition.js';
import type { Catalogue } from '../../catalogue/catalogue.js';
import { Problem } from '../http/errors.js';
import type { StoredKey } from './stored-keys.js';

/** The header that names the brand of a request, for a key of several brands. */
export const BRAND_HEADER = 'Waypost-Brand';

/** Returns the brand of a request: the one in the header, or the key's only one. */
export function brandOfRequest(key: StoredKey, header: string | undefined): string {
  if (header !== undefined) {
    if (key.brands.includes(header)) return header;
    throw new Problem('not-found', `The key does not hold the brand in ${BRAND_HEADER}: check its spelling.`, {
      errors: [{ field: BRAND_HEADER, message: 'is not a brand of the key' }],
    });
  }
  const [only, ...others] = key.brands;
  if (only !== undefined && others.length === 0) return only;
  throw new Problem('malformed-request', `The key holds several brands: name one in the header ${BRAND_HEADER}.`, {
    errors: [{ field: BRAND_HEADER, message: `is missing: one of ${key.brands.join(', ')}` }],
  });
}

/** Returns a brand's part of the catalogue. Throws a 404 problem if the catalogue no longer has the brand. */
export function brandNow(catalogue: Catalogue, name: string): BrandCatalogue {
  const brand = catalogue.brands.get(name);
  if (brand) return brand;
  throw new Problem('not-found', `The brand ${name} is not in the catalogue (${catalogue.hash}): add it.`);
}

/** The brand of an event, or the reason why it has none. */
export type EventBrand = { readonly brand: string } | { readonly refusal: string };

/** Returns the brand of an event, one of `brands`. The event names it, or one of its origins; it need not if there is one. */
export function brandOfEvent(brands: readonly string[], named: string | undefined, catalogue: Catalogue): EventBrand {
  if (named === undefined) {
    const [only, ...others] = brands;
    if (only !== undefined && others.length === 0) return { brand: only };
    return { refusal: `is missing: the key holds several brands, name one of ${brands.join(', ')}` };
  }
  const brand = brands.includes(named)
    ? named
    : brands.find((candidate) => catalogue.brands.get(candidate)?.origins.includes(named));
  return brand === undefined
    ? { refusal: 'brand-mismatch: the key is not for this brand or origin; leave `brand` out or use another key' }
    : { brand };
}
