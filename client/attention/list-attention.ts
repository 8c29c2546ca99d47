import type { Client } from '@temporalio/client';
import { cursorOf, tokenOf } from '../cursor.js';
import type { AttentionItem, AttentionPage, AttentionQuery } from './attention.js';
import { fits } from './filter.js';
import { sourcesFor } from './sources.js';

/** Largest number of pages of runs that are read for one page of fitting items. */
const MAX_PAGES = 50;

/** Returns one page of items, source by source. @throws OrderRefused for a cursor of another filter */
export async function listAttention(
  client: Client,
  { limit, cursor, ...filter }: AttentionQuery,
): Promise<AttentionPage> {
  const sources = sourcesFor(filter);
  const about = JSON.stringify(Object.entries(filter).sort());
  let { place, token } = placeOf(cursor, about);
  const items: AttentionItem[] = [];
  const notes: string[] = [];
  for (let pages = 0; pages < MAX_PAGES && items.length < limit; pages++) {
    const source = sources[place];
    if (!source) return { items, next: null, notes };
    const page = await source.page(client, { filter, token, limit: limit - items.length, detailed: true });
    items.push(...page.items.filter((item) => fits(filter, item)));
    notes.push(...page.notes);
    token = page.token;
    if (token === null) place += 1;
  }
  return { items, next: place < sources.length ? nextOf(place, token, about) : null, notes };
}

/** Encodes a cursor: the first byte is the source, the others are its token. */
function nextOf(place: number, token: Uint8Array | null, about: string): string {
  return cursorOf(Uint8Array.from([place, ...(token ?? [])]), about);
}

function placeOf(cursor: string | undefined, about: string): { place: number; token: Uint8Array | null } {
  if (cursor === undefined) return { place: 0, token: null };
  const [place = 0, ...token] = tokenOf(cursor, about);
  return { place, token: token.length > 0 ? Uint8Array.from(token) : null };
}
