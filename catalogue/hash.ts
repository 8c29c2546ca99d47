import { createHash } from 'node:crypto';
import type { BrandCatalogue } from './catalogue.js';

/** SHA-256 over all that the brands declare, whatever the order of keys: 12 hex digits. */
export function catalogueHash(brands: ReadonlyMap<string, BrandCatalogue>): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(brands)))
    .digest('hex')
    .slice(0, 12);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : Object.entries<unknown>({ ...value });
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, child]) => [key, canonical(child)]);
}
