import type { Destination } from './definition.js';

/** A URL template as path and query below its destination, or why it can't be sent there. */
export type SplitUrl =
  { readonly path: string; readonly query: Readonly<Record<string, string>> } | { readonly fault: string };

/** Placeholders of any dialect: what they hold is no part of the URL's own syntax. */
const PLACEHOLDER = /\{\{[^{}]*\}\}|\{action_field:[^{}]*\}|#[A-Za-z][A-Za-z0-9_]*#/g;

/** Takes a URL template apart: `https://host/base/grant?user={{player.id}}` below `https://host/base`. */
export function splitUrl(url: string, destination: Pick<Destination, 'name' | 'url'>): SplitUrl {
  const base = destination.url.replace(/\/+$/, '');
  const fault = `must begin with the URL of its destination ${destination.name}, ${base}: only a destination sets the host of calls`;
  if (!URL.canParse(base) || hasUser(base)) return { path: '/', query: {} }; // told where the destination is checked
  const held: string[] = [];
  const bare = url.replace(PLACEHOLDER, (placeholder) => `\u0000${held.push(placeholder) - 1}\u0000`);
  const restore = (text: string): string => text.replace(/\0(\d+)\0/g, (_, index: string) => held[Number(index)] ?? '');
  if (bare.includes('#')) return { fault: 'has a part after #, which is never sent: remove it' };
  const [address = '', ...queries] = bare.split('?');
  if (address !== base && !address.startsWith(`${base}/`)) return { fault };
  const query: Record<string, string> = {};
  for (const part of queries
    .join('?')
    .split('&')
    .filter((one) => one !== '')) {
    const [name = '', ...rest] = part.split('=');
    const key = decoded(name);
    if (Object.hasOwn(query, key)) return { fault: `has the parameter "${key}" twice: remove one` };
    query[key] = restore(decoded(rest.join('=')));
  }
  return { path: restore(address.slice(base.length)) || '/', query };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text; // not percent-encoded: meant as it stands
  }
}

/** True if a URL, even an invalid one, holds a user or a password. */
export function hasUser(url: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(url);
}
