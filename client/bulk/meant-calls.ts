import type { Client } from '@temporalio/client';
import { MAY_PAY_TWICE } from '../../workflows/contracts/calls/call.js';
import type { BulkOrder } from '../../workflows/contracts/keepers/bulk.js';
import { NO_MONEY, plusMoney } from '../../workflows/contracts/money.js';
import type { ParkedSummary } from '../../workflows/contracts/runs/run.js';
import { fits } from '../attention/filter.js';
import { callItem, parkedIn } from '../attention/parked-items.js';
import { OrderRefused } from '../errors.js';
import { runsQuery, visibilityPage } from '../temporal/visibility.js';

/** Largest page that Temporal gives, and the number of pages that are checked before an order is accepted. */
const PAGE = 1_000;
const MAX_PAGES = 50;

/** The parked calls of one page of runs that fit an order. */
export interface MeantCalls {
  readonly calls: readonly { readonly run: string; readonly call: ParkedSummary }[];
  readonly token: Uint8Array | null;
}

/** Returns one page of the calls that fit an order. */
export async function meantBy(
  client: Client,
  order: Pick<BulkOrder, 'brand' | 'filter'>,
  limit: number,
  from: Uint8Array | null,
): Promise<MeantCalls> {
  const { brand, filter } = order;
  const query = runsQuery({ brand, attention: true, ...(filter.journey && { journey: filter.journey }) });
  const { infos, token } = await visibilityPage(client, query, limit, from);
  const calls = infos.flatMap((info) =>
    parkedIn(info)
      .filter((call) => fits({ brand, ...filter }, callItem(info, call)))
      .map((call) => ({ run: info.workflowId, call })),
  );
  return { calls, token };
}

/**
 * Refuses an order to send calls again without an acknowledgement if some of them are money that might have arrived.
 * Otherwise only part of it would be carried out. The run of a call that needs it later refuses that call.
 * @throws OrderRefused
 */
export async function refuseUnacknowledged(client: Client, order: BulkOrder): Promise<void> {
  if (order.decision !== 'retry' || order.acknowledge !== undefined) return;
  let atStake = NO_MONEY;
  let count = 0;
  let token: Uint8Array | null = null;
  for (let pages = 0; pages < MAX_PAGES && (pages === 0 || token !== null); pages++) {
    const page: MeantCalls = await meantBy(client, order, PAGE, token);
    for (const { call } of page.calls.filter(({ call }) => call.acknowledge)) {
      count += 1;
      atStake = plusMoney(atStake, call.value ?? null);
    }
    token = page.token;
  }
  if (count === 0) return;
  const sums = Object.entries(atStake.money).map(([currency, amount]) => `${amount} ${currency}`);
  const money = sums.length > 0 ? sums.join(' and ') : 'an unknown amount';
  const calls = count === 1 ? 'one call that fits may have arrived' : `${count} calls that fit may have arrived`;
  const fix = `send "acknowledge": "${MAY_PAY_TWICE}", or narrow the filter, by reason for example`;
  throw new OrderRefused('acknowledge', `is missing: ${calls}, and retry can pay ${money} twice: ${fix}`);
}
