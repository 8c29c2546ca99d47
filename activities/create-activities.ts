import type { Activities } from '../workflows/contracts/activities.js';
import { Tokens } from '../outbound/tokens.js';
import type { ActivityDependencies } from './dependencies.js';
import { createDecideRule } from './decide-rule.js';
import { LocalSlots } from './local-slots.js';
import { createLookUp } from './look-up.js';
import { createPrepareCall } from './prepare-call.js';
import { createSendCallback } from './send-callback.js';

/** The activities of one worker process. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const slots = new LocalSlots();
  const access = { environment: dependencies.environment ?? process.env, tokens: new Tokens() };
  return {
    prepareCall: createPrepareCall(dependencies, access, slots),
    lookUp: createLookUp(dependencies, access, slots),
    decideRule: createDecideRule(dependencies, access, slots),
    sendCallback: createSendCallback(dependencies, access),
    findOpenRuns: (search) => dependencies.finder.findOpenRuns(search),
  };
}
