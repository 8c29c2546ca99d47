import type { JourneySwitches } from '../catalogue.js';

const ALWAYS = { enabled: true, from: null, until: null, holdout: 0 } as const;

/** Which journeys each sample brand runs, and with which settings. */
export const JOURNEYS: Readonly<Record<string, Readonly<Record<string, JourneySwitches>>>> = {
  lucky: {
    'cancel-bonus-on-withdrawal': { ...ALWAYS, settings: {} },
    'refer-a-friend': {
      ...ALWAYS,
      settings: {
        minDeposit: { EUR: '20.00', SEK: '200' },
        reward: { EUR: { amount: '10.00', currency: 'EUR' }, SEK: { amount: '100.00', currency: 'SEK' } },
      },
    },
  },
  royal: {
    'cancel-bonus-on-withdrawal': { ...ALWAYS, settings: {} },
    'refer-a-friend': {
      ...ALWAYS,
      settings: {
        minDeposit: { EUR: '50.00', GBP: '50.00' },
        reward: { EUR: { amount: '25.00', currency: 'EUR' }, GBP: { amount: '20.00', currency: 'GBP' } },
      },
    },
  },
};
