import { isIP } from 'node:net';

/** The shortest prefix that a range may have: that of the largest private ones, 10.0.0.0/8 and fc00::/7. */
const SHORTEST = { 4: 8, 6: 7 } as const;

const LONGEST = { 4: 32, 6: 128 } as const;

/** What is wrong with an entry of a destination's `allow`: an address, a range or a host name; `null` for nothing. */
export function allowFault(entry: string): string | null {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address) as 0 | 4 | 6;
  if (prefix === undefined && (family !== 0 || isHostName(entry))) return null;
  if (family === 0 || prefix === undefined || more.length > 0 || !/^\d{1,3}$/.test(prefix)) {
    return `"${entry}" is no address, range or host name: write 10.1.2.3, 10.1.0.0/16 or localhost`;
  }
  const length = Number(prefix);
  if (length >= SHORTEST[family] && length <= LONGEST[family]) return null;
  return `"${entry}" is no range to allow: its prefix must lie between /${SHORTEST[family]} and /${LONGEST[family]}`;
}

/** Whether a URL takes it for the name of a host as it stands: `127.1` and `0x7f.1` are addresses there. */
function isHostName(text: string): boolean {
  return (
    /^[\w.-]+$/.test(text) &&
    URL.canParse(`http://${text}`) &&
    new URL(`http://${text}`).hostname === text.toLowerCase()
  );
}
