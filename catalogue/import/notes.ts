import type { SecretReference } from '../catalogue.js';
import type { Entry } from './pasted.js';

/** What was unsafe, or had to be guessed, in a definition, and what to do about it. */
export interface Lint {
  /** The line of the text that was pasted. */
  readonly line: number;
  readonly message: string;
}

const REFERENCE = /^(?:\$\{?|env:\s*)([A-Za-z_][A-Za-z0-9_]*)\}?$/;

/** Takes note of what is to be said, and names a variable for each secret. */
export class Notes {
  readonly #lints: Lint[] = [];

  constructor(readonly destination: string) {}

  add(line: number, message: string): void {
    this.#lints.push({ line, message });
  }

  /** All of them, in the order of the lines. */
  get lints(): readonly Lint[] {
    return [...this.#lints].sort((a, b) => a.line - b.line);
  }

  /** The variable that holds a secret from now on; `what` is the end of its name. A reference stays as it is. */
  secret({ value, line }: Entry, what: string): SecretReference & { readonly env: string } {
    const known = REFERENCE.exec(value)?.[1];
    if (known !== undefined) return { env: known };
    const env = this.variable(what);
    this.add(
      line,
      `a secret stood here: it is { env: ${env} } now. Set that variable, to a new secret: this one was in a file`,
    );
    return { env };
  }

  /** `API_EXAMPLE_COM_KEY`. */
  variable(what: string): string {
    return `${this.destination}_${what}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
  }
}
