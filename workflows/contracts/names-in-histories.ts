/** The start of the mark that a journey's `changed` leaves, so that it never meets one of Waypost's own. */
export const CHANGE_PREFIX = 'changed:';

/**
 * The names that Temporal's histories hold. Never rename or remove one while a run that has it can still replay or be
 * read: an open run would stop, and a stored one could not be explained. A new name is added here.
 */
export const NAMES_IN_HISTORIES = {
  /** Waypost's own workflows. Each journey is a workflow, too: its name in camelCase. */
  workflows: ['bulk', 'callRun', 'destinations', 'holds', 'holdsIndex', 'limit', 'ruleRun', 'seenRequest', 'sweep'],
  activities: [
    'announceEvent',
    'askStatus',
    'clearCall',
    'decideRule',
    'findOpenRuns',
    'findParked',
    'fireCall',
    'lookUp',
    'prepareCall',
    'reserveLimits',
    'resolveParked',
    'sendCallback',
    'settleLimits',
    'startCallRun',
    'wakeHeld',
    'wakeWaiting',
  ],
  signals: [
    'cancelRun',
    'destinationAnswers',
    'holdReleased',
    'holdsChanged',
    'pauseRun',
    'playerEvent',
    'releaseHold',
    'reportDestinations',
    'resumeRun',
    'setHold',
    'settleLimit',
    'wakeRun',
  ],
  updates: ['reserveLimit', 'resolveCall'],
  queries: ['journeyState'],
  /** The types of failures that workflows and activities raise. */
  failures: [
    'AlreadyResolved',
    'CallNotParked',
    'DecisionNotPossible',
    'DuplicateStepName',
    'LimitMisused',
    'LookUpFailed',
    'LookUpRefused',
    'LookUpUnavailable',
    'MisusedStep',
    'NotInCatalogue',
    'RunFailed',
    'RunIsClosing',
  ],
  /** The marks of `patched` in Waypost's own code. Those of journeys begin with `CHANGE_PREFIX`. */
  patches: [
    'names-sent-by-hand-are-unverified',
    'release-spares-what-may-have-arrived',
    'woken-when-its-destination-answers',
  ],
} as const;
