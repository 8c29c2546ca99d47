import type { BrandCatalogue } from './brand/definition.js';

/** Everything the catalogue says, as all processes use it. A snapshot: it never changes, a new one replaces it. */
export interface Catalogue {
  /** SHA-256 over the content, 12 hex digits: every call records it, every process shows it. */
  readonly hash: string;
  readonly brands: ReadonlyMap<string, BrandCatalogue>;
}
