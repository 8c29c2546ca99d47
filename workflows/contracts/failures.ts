/**
 * The types of failures that Waypost raises in workflows. Histories hold them: never rename one.
 */
export const FAILURES = {
  /** A lookup could not be answered within its time. */
  lookUpUnavailable: 'LookUpUnavailable',
  /** A run made two calls under one step name. */
  duplicateStepName: 'DuplicateStepName',
  /** A step was used after the run began to exit. */
  runIsClosing: 'RunIsClosing',
  /** A step was used in a way that can't work, such as starting over with a call in flight. */
  misusedStep: 'MisusedStep',
  /** A run that failed; the failure's first detail is the run's state. */
  runFailed: 'RunFailed',
  /** `resolveCall` named a call that is not parked. */
  callNotParked: 'CallNotParked',
  /** `resolveCall` came with another decision than the one already taken. */
  alreadyResolved: 'AlreadyResolved',
  /** `resolveCall` came with what the run can't follow now; the first detail names the part to change. */
  decisionNotPossible: 'DecisionNotPossible',
  /** A call can't be counted by its limit, ever: it has another currency, or no amount. */
  limitMisused: 'LimitMisused',
} as const;
