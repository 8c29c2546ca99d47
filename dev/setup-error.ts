/** Something about this machine is in the way. The message is one sentence for people: what, and what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** Takes a line about a step that takes long. */
export type Progress = (line: string) => void;
