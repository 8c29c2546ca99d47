import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { OwnEvents } from '../../workflows/contracts/ports.js';
import { receivedNow } from '../events/accept-event.js';
import { fireRule } from './fire-rule.js';
import { planRule, rulesOn } from './plan-rules.js';

/** Creates the port that fires the rules listening to Waypost's own events. */
export function createOwnEvents(client: Client, catalogue: () => Catalogue): OwnEvents {
  return {
    announce: async (event) => {
      const { hash, brands } = catalogue();
      const brand = brands.get(event.brand);
      if (!brand) return; // taken out of the catalogue, and its rules with it
      const routing = { client, entries: [], brand, catalogue: hash, dryRun: false };
      for (const rule of rulesOn(brand, event.type)) {
        const step = planRule(brand, rule, event);
        if (step.act === 'fire') await fireRule(routing, step, receivedNow(event));
      }
    },
  };
}
