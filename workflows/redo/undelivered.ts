import { jsonBytes } from '../bounded.js';
import type { UndeliveredCall } from '../contracts/calls/redo.js';

const MAX_CALLS = 200;
/** The bytes of all requests that a run keeps: the rest of its state has its share of 512 kB, too. */
const MAX_REQUESTS_BYTES = 64 * 1024;

/** The calls of a run that ended without their effect: the last ones, and of as many as fit what they were made of. */
export class Undelivered {
  #kept: { readonly call: UndeliveredCall; readonly bytes: number }[] = [];

  add(call: UndeliveredCall): void {
    const bytes = call.request === null ? 0 : jsonBytes(call.request);
    let left = MAX_REQUESTS_BYTES;
    const newestFirst = [{ call, bytes }, ...this.#kept.reverse()].slice(0, MAX_CALLS);
    this.#kept = newestFirst.map((one) => {
      if (one.bytes > left) return { call: { ...one.call, request: null }, bytes: 0 };
      left -= one.bytes;
      return one;
    });
    this.#kept.reverse();
  }

  /** The oldest first. */
  get calls(): readonly UndeliveredCall[] {
    return this.#kept.map(({ call }) => call);
  }
}
