import type { Field } from '../catalogue.js';

/** A GET that answers what a dropdown offers: `{ text, value }[]`. */
export interface OptionList {
  readonly name: string;
  readonly title: string;
  readonly destination: string;
  readonly path: string;
  /** Templates by the name of the query's parameter. */
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, Field>>;
  /** Where the items stand in the answer's body, where text and value stand in an item; read whatever the case. */
  readonly items: string;
  readonly text: string;
  readonly value: string;
  /** How long an answer is served without asking again, in milliseconds. */
  readonly cache: number;
}

/** Whether what a call chooses from option lists is checked before it is sent. */
export interface ChecksOptions {
  readonly check: 'options' | 'none';
}
