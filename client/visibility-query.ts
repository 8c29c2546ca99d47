import { brandPlayer } from '../workflows/contracts/names.js';
import type { RunSearch } from '../workflows/contracts/ports.js';
import type { SearchAttributeName } from '../workflows/contracts/search-attributes.js';
import type { RunFilter } from './journey-client.js';

/** The runs of a filter, as a query of Temporal's visibility. */
export function runsQuery(filter: Omit<RunFilter, 'limit' | 'cursor'>): string {
  return all([
    is('Brand', filter.brand),
    filter.journey === undefined ? `${column('Journey')} IS NOT NULL` : is('Journey', filter.journey),
    filter.playerId === undefined ? null : is('BrandPlayer', brandPlayer(filter.brand, filter.playerId)),
    filter.status === undefined ? null : is('Status', filter.status),
    filter.status === 'open' || filter.status === 'paused' || filter.status === 'exiting' ? RUNNING : null,
    filter.attention === undefined ? null : `${column('NeedsAttention')} = ${String(filter.attention)}`,
    filter.attention === true ? RUNNING : null,
  ]);
}

/** The open runs of one player in some journeys. */
export function openRunsQuery({ brand, playerId, journeys }: RunSearch): string {
  const among = `${column('Journey')} IN (${journeys.map(quoted).join(', ')})`;
  return all([is('BrandPlayer', brandPlayer(brand, playerId)), among, RUNNING]);
}

/** A run that was terminated keeps the attributes that it had while it was open. */
const RUNNING = `ExecutionStatus = 'Running'`;

function is(attribute: SearchAttributeName, value: string): string {
  return `${column(attribute)} = ${quoted(value)}`;
}

/** Unquoted, `Status` would be read as a keyword of SQL. */
function column(attribute: SearchAttributeName): string {
  return `\`${attribute}\``;
}

function all(conditions: readonly (string | null)[]): string {
  return conditions.filter((condition) => condition !== null).join(' AND ');
}

/** Ids and names are made of harmless characters alone. Whatever else is asked for is encoded, and matches nothing. */
function quoted(value: string): string {
  return `'${value.replace(/[^A-Za-z0-9%:._~!()*-]/gu, (char) => (char === "'" ? '%27' : encodeURIComponent(char)))}'`;
}
