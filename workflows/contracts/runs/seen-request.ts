/** Keeps a request known for `window` milliseconds from the start of the workflow. */
export interface SeenRequestInput {
  readonly window: number;
}
