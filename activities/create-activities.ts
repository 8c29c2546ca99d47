import type { Activities } from '../workflows/contracts/activities.js';
import type { ActivityDependencies } from './dependencies.js';
import { LocalSlots } from './local-slots.js';
import { createLookUp } from './look-up.js';
import { createPrepareCall } from './prepare-call.js';
import { createSendCallback } from './send-callback.js';

/** The activities of one worker process. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const slots = new LocalSlots();
  return {
    prepareCall: createPrepareCall(dependencies, slots),
    lookUp: createLookUp(dependencies, slots),
    sendCallback: createSendCallback(dependencies),
    findOpenRuns: (search) => dependencies.finder.findOpenRuns(search),
  };
}
