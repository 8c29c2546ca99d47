/** Temporal can't be reached, or did not accept in time: nothing that was not answered is promised. Try again. */
export class TemporalUnavailable extends Error {
  override readonly name = 'TemporalUnavailable';
}

/** The run is there, but no worker answered in time to explain it or to take the order. */
export class NoWorkerAnswered extends Error {
  override readonly name = 'NoWorkerAnswered';
}

/** No run of that id is known, or none that is open where one must be. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}

/** What was asked for can't be done as asked; `field` names the part of the request to change. */
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
