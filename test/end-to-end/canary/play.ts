import { KINDS } from './catalogue.js';
import type { Player } from './player.js';
import type { Stage } from './stage.js';

/** What came of the scenarios: the statuses of those that can be told by them. */
export interface Statuses {
  readonly sources: readonly number[];
  readonly mistakes: readonly number[];
  /** The ids of runs that there are for certain. */
  readonly runs: readonly string[];
}

/** Goes through every scenario. */
export async function play(player: Player, stage: Stage): Promise<Statuses> {
  const rules = [...KINDS, 'trouble', 'spoiled', 'asking'];
  const fired = await Promise.all(rules.map((rule) => player.event(`canary.${rule}`)));
  await player.event('canary.asking-in-vain');
  await player.event('withdrawal.requested', { withdrawalId: 'w-1', amount: { amount: '5.00', currency: 'EUR' } });
  await player.event('player.referred', { referrerId: 'friend' });
  await player.event('deposit.made', { amount: { amount: '9000.00', currency: 'EUR' } });
  await player.event('campaign.opted-in', { campaignId: 'c-1' });
  const [sources, mistakes] = [await player.bySources(), await player.mistake()];
  const { json } = await player.ask('GET', '/v1/actions');
  const actions = (json['actions'] as { name: string }[]).map(({ name }) => name);
  await player.readAll(actions);
  await player.tryOut([...KINDS.map((kind) => `call-${kind}`), 'settle', 'credit-referrer']);
  await Promise.all(fired.map((id) => player.settled(id)));
  await player.decide();
  await player.event('player.excluded');
  await command(player, stage);
  await Promise.all(fired.map((id) => player.settled(id)));
  await player.readAll([]);
  return { sources, mistakes, runs: fired };
}

/** Runs the commands that meet secrets or answers. */
async function command(player: Player, { catalogue, mirror, canaries }: Stage): Promise<void> {
  const header = `authorization: Bearer ${canaries.secrets['BEARER'] ?? ''}`;
  await player.command('secrets', 'check', catalogue);
  await player.command('validate', '--live', catalogue);
  await player.command('options', 'check', `${mirror.url}/bearer/list-broken`, '--header', header);
  await player.command('attention', 'list');
}
