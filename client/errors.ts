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

/** There is no such thing, or it is another brand's. The message is a sentence that says what to do. */
export class NothingKnown extends Error {
  override readonly name = 'NothingKnown';
}

/** A call was resolved by another decision, or has been parked anew since. The message says which, and by whom. */
export class ResolvedOtherwise extends Error {
  override readonly name = 'ResolvedOtherwise';
}

/** A call can't be done again: it is open, delivered, done again already … The message says which, and what to do. */
export class CallNotRedoable extends Error {
  override readonly name = 'CallNotRedoable';
}

/** A payload can't be decrypted. The message says which key is missing, or what is wrong with it, and what to do. */
export class PayloadRefused extends Error {
  override readonly name = 'PayloadRefused';
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
