import type { Activities } from '../workflows/contracts/activities.js';
import { Tokens } from '../outbound/tokens.js';
import { createAskStatus } from './ask-status.js';
import { createClearCall } from './clear-call.js';
import type { ActivityDependencies } from './dependencies.js';
import { createDecideRule } from './decide-rule.js';
import { createFireCall } from './fire-call.js';
import { createKeepLimits } from './keep-limits.js';
import { createLookUp } from './look-up.js';
import { createPrepareCall } from './prepare-call.js';
import { createResolveParked } from './resolve-parked.js';
import { createSendCallback } from './send-callback.js';
import { createStartCallRun } from './start-call-run.js';
import { Traffic } from './traffic.js';
import { createWakeHeld } from './wake-held.js';

/** The activities of one worker process. */
export function createActivities(dependencies: ActivityDependencies): Activities {
  const traffic = new Traffic(
    { now: dependencies.now ?? Date.now, random: Math.random },
    dependencies.holds,
    dependencies.reporter,
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
    announceEvent: (event) => dependencies.announcer.announce(event),
    wakeHeld: createWakeHeld(dependencies.waker),
    findParked: (order, at, cursor) => dependencies.bulk.find(order, at, cursor),
    resolveParked: createResolveParked(dependencies.bulk),
    findOpenRuns: (search) => dependencies.finder.findOpenRuns(search),
  };
}
