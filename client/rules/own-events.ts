import type { Client } from '@temporalio/client';
import type { Catalogue } from '../../catalogue/catalogue.js';
import type { Announcer } from '../../workflows/contracts/ports.js';
import { receivedNow } from '../events/accept-event.js';
import { fireRule } from './fire-rule.js';
import { planRule, rulesOn } from './plan-rules.js';

/** Fires the rules that listen to an event of Waypost's own, over a client. */
export function createAnnouncer(client: Client, catalogue: () => Catalogue): Announcer {
  return {
    announce: async (event) => {
      const { hash, brands } = catalogue();
      const brand = brands.get(event.brand);
      if (!brand) return; // taken out of the catalogue, and its rules with it
      const acceptance = { client, entries: [], brand, catalogue: hash, dryRun: false };
      for (const rule of rulesOn(brand, event.type)) {
        const step = planRule(brand, rule, event);
        if (step.act === 'fire') await fireRule(acceptance, step, receivedNow(event));
      }
    },
  };
}
