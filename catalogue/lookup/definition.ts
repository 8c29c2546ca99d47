import type { JSONSchema } from 'json-schema-to-ts';
import type { Field, RequestTemplate } from '../action/definition.js';

/** A named GET with params. */
interface Question extends RequestTemplate {
  readonly name: string;
  readonly title: string;
  readonly params: Readonly<Record<string, Field>>;
}

/** A named GET whose answer is checked and handed to the journey. */
export interface Lookup extends Question {
  /** JSON Schema of the selected part. */
  readonly answer: JSONSchema;
  /** The path into the answer's body (`data.bonus`); empty for the whole body. */
  readonly select: string;
}

/** A GET that answers what a dropdown offers: `{ text, value }[]`. */
export interface OptionList extends Question {
  /** Path of the items in the answer's body, and of text and value in an item; the case of keys is ignored. */
  readonly items: string;
  readonly text: string;
  readonly value: string;
  /** Time for which an answer is served without asking again, in milliseconds. */
  readonly cache: number;
}
