import type { z } from 'zod';
import type { FaultAnswer, faultSchema } from './control-schemas.js';

interface Pending {
  readonly method: string | undefined;
  readonly path: string;
  readonly answer: FaultAnswer;
  left: number;
}

/** The faults that wait for their requests. */
export class FaultList {
  #pending: Pending[] = [];

  /** Adds a fault after those already set; `times: 0` clears those of the same path and method. */
  set(fault: z.output<typeof faultSchema>): void {
    const { method, path, times, answer } = fault;
    if (times === 0) {
      this.#pending = this.#pending.filter(
        (one) => one.path !== path || (method !== undefined && one.method !== method),
      );
    } else if (answer !== undefined) {
      this.#pending.push({ method, path, answer, left: times });
    }
  }

  /** Takes the fault for this request, which uses it up by one. */
  take(method: string, path: string): FaultAnswer | undefined {
    const found = this.#pending.find((one) => (one.method ?? method) === method && covers(one.path, path));
    if (!found) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#pending = this.#pending.filter((one) => one !== found);
    return found.answer;
  }

  clear(): void {
    this.#pending = [];
  }
}

function covers(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}
