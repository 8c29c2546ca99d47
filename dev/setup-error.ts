/** Thrown when something on this machine prevents the start. The message says what, and what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** Takes one line about a long step. */
export type Progress = (line: string) => void;
