import type { JourneyEntry } from '../../workflows/contracts/journey-entry.js';

/** Entries such as the sample journeys have, for tests of the catalogue alone. */
export const ENTRIES: readonly JourneyEntry[] = [
  {
    name: 'cancel-bonus-on-withdrawal',
    startsOn: 'withdrawal.requested',
    key: 'withdrawalId',
    reentry: 'once',
    hears: [{ type: 'withdrawal.cancelled', key: 'withdrawalId' }],
    exitsOn: ['player.excluded'],
    uses: ['active-bonus', 'cancel-bonus'],
  },
  {
    name: 'refer-a-friend',
    startsOn: 'player.referred',
    reentry: 'once',
    hears: ['deposit.made'],
    exitsOn: ['player.excluded'],
    uses: ['credit-referrer'],
    settings: {
      type: 'object',
      properties: {
        minDeposit: { type: 'object', additionalProperties: { type: 'string' } },
        reward: { type: 'object', additionalProperties: { type: 'object' } },
      },
      required: ['minDeposit', 'reward'],
      additionalProperties: false,
    },
  },
];
