import type { Client } from '@temporalio/client';
import { plusMoney } from '../../workflows/contracts/money.js';
import type { AttentionGroup, AttentionItem, AttentionSum, AttentionSummary } from './attention.js';
import { sourcesFor } from './sources.js';

/** Largest page that Temporal gives, and largest number of pages. */
const PAGE = 1_000;
const MAX_PAGES = 50;

const MAX_GROUPS = 200;

const NOTHING: AttentionSum = { count: 0, oldest: null, atStake: {}, unknownAmounts: 0, maybeSent: 0 };

type About = Pick<AttentionGroup, 'kind' | 'destination' | 'action' | 'reason'>;

/** Groups everything that needs a person in a brand. Reads at most 50,000 runs of each kind. */
export async function sumAttention(client: Client, brand: string): Promise<AttentionSummary> {
  const groups = new Map<string, AttentionGroup>();
  const notes: string[] = [];
  let total = NOTHING;
  for (const source of sourcesFor({ brand })) {
    let token: Uint8Array | null = null;
    for (let pages = 1; ; pages++) {
      const page = await source.page(client, { filter: { brand }, token, limit: PAGE, detailed: false });
      notes.push(...page.notes);
      for (const item of page.items) {
        total = plus(total, item);
        const about = aboutOf(item);
        const key = JSON.stringify(about);
        groups.set(key, { ...about, ...plus(groups.get(key) ?? NOTHING, item) });
      }
      token = page.token;
      if (token === null) break;
      if (pages < MAX_PAGES) continue;
      notes.push(`of ${source.kinds.join(' and ')} only the newest ${PAGE * MAX_PAGES} runs are counted`);
      break;
    }
  }
  const sorted = [...groups.values()].sort((a, b) => b.count - a.count);
  return { total, groups: sorted.slice(0, MAX_GROUPS), moreGroups: Math.max(0, sorted.length - MAX_GROUPS), notes };
}

function aboutOf({ kind, destination, action, reason }: AttentionItem): About {
  return { kind, destination, action, reason: kind === 'failed-run' ? null : reason };
}

function plus(sum: AttentionSum, { since, call }: AttentionItem): AttentionSum {
  const money = call?.effect === 'money';
  const before = { money: sum.atStake, unknownAmounts: sum.unknownAmounts };
  const after = money ? plusMoney(before, call.value) : before;
  return {
    count: sum.count + 1,
    oldest: since !== null && (sum.oldest === null || since < sum.oldest) ? since : sum.oldest,
    atStake: after.money,
    unknownAmounts: after.unknownAmounts,
    maybeSent: sum.maybeSent + (call?.maybeSent === true ? 1 : 0),
  };
}
