import { Tokens } from '../outbound/auth/tokens.js';
import type { Activities } from '../workflows/contracts/activities.js';
import { createResolveParked } from './bulk/resolve-parked.js';
import { createAskStatus } from './calls/ask-status.js';
import { createFireCall } from './calls/fire-call.js';
import { createPrepareCall } from './calls/prepare-call.js';
import { createClearCall } from './calls/recheck-call.js';
import { createSendCallback } from './calls/send-callback.js';
import { createStartCallRun } from './calls/start-call-run.js';
import type { ActivityDependencies } from './dependencies.js';
import { Traffic } from './destinations/traffic.js';
import { createWakeWaiting } from './destinations/wake-waiting.js';
import { createWakeHeld } from './holds/wake-held.js';
import { createKeepLimits } from './limits/keep-limits.js';
import { createDecideRule } from './reads/decide-rule.js';
import { createLookUp } from './reads/look-up.js';

/** Creates the activities of one worker process. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const traffic = new Traffic(
    { now: dependencies.now ?? Date.now, random: Math.random },
    dependencies.holds,
    dependencies.reporter,
    dependencies.showDestination,
  );
  const access = { environment: dependencies.environment ?? process.env, tokens: new Tokens() };
  const sendCallback = createSendCallback(dependencies, access, traffic);
  return {
    prepareCall: createPrepareCall(dependencies, access, traffic),
    lookUp: createLookUp(dependencies, access, traffic),
    decideRule: createDecideRule(dependencies, access, traffic),
    sendCallback,
    fireCall: createFireCall(dependencies.callRuns, sendCallback),
    clearCall: createClearCall(dependencies, access, traffic),
    askStatus: createAskStatus(dependencies, access, traffic),
    ...createKeepLimits(dependencies.limits),
    startCallRun: createStartCallRun(dependencies.callRuns, dependencies.earlier),
    announceEvent: (event) => dependencies.ownEvents.announce(event),
    wakeHeld: createWakeHeld(dependencies.waker),
    wakeWaiting: createWakeWaiting(dependencies.destinationWaker, traffic.breakers),
    findParked: (order, at, cursor) => dependencies.bulk.find(order, at, cursor),
    resolveParked: createResolveParked(dependencies.bulk),
    findOpenRuns: (search) => dependencies.finder.findOpenRuns(search),
  };
}
