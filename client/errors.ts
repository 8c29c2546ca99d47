/** Thrown when Temporal can't be reached or did not answer in time. Nothing is promised; try again. */
export class TemporalUnavailable extends Error {
  override readonly name = 'TemporalUnavailable';
}

/** Thrown when no worker answered in time for a run that exists. */
export class NoWorkerAnswered extends Error {
  override readonly name = 'NoWorkerAnswered';
}

/** Thrown when no run has that id, or when it must be open and is closed. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}

/** Thrown when something does not exist or belongs to another brand. The message says what to do. */
export class NothingKnown extends Error {
  override readonly name = 'NothingKnown';
}

/** Thrown when a call has another resolution, or was parked again since. The message says which, and by whom. */
export class ResolvedOtherwise extends Error {
  override readonly name = 'ResolvedOtherwise';
}

/**
 * Thrown when a call can't be redone, for example because it is open or delivered. The message says why, and what to
 * do.
 */
export class CallNotRedoable extends Error {
  override readonly name = 'CallNotRedoable';
}

/** Thrown when a payload can't be decrypted. The message names the missing key or the fault, and says what to do. */
export class PayloadRefused extends Error {
  override readonly name = 'PayloadRefused';
}

/** Thrown when a request can't be carried out as it is. `field` names the part to change. */
export class OrderRefused extends Error {
  override readonly name = 'OrderRefused';
  constructor(
    readonly field: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
