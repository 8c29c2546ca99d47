import { proxyActivities } from '@temporalio/workflow';
import type * as activities from './activities.js';

const { activeBonus, cancelBonus, tellLevel } = proxyActivities<typeof activities>({
  startToCloseTimeout: '15 seconds',
});

/** What one would write by hand: look the bonus up, cancel it. */
export async function plainCancelBonus(playerId: string, withdrawalId: string): Promise<string> {
  const bonus = await activeBonus(playerId);
  if (!bonus) return 'no active bonus';
  await cancelBonus(playerId, bonus.bonus_id, `withdrawal ${withdrawalId}`);
  return 'delivered';
}

/** A rule by hand: tell it. */
export async function plainTellLevel(playerId: string, level: string): Promise<string> {
  await tellLevel(playerId, level);
  return 'delivered';
}
