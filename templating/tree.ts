import type { Digits } from './digits.js';
import type { Place } from './place.js';

/** The deepest nesting of a template, of a value put into it, and of what comes out. */
export const MAX_DEPTH = 64;

/** The most that a template may render to, in bytes of UTF-8. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

/** The longest text of a template, in UTF-16 units: what is longer could not be sent anyway. */
export const MAX_TEMPLATE_LENGTH = MAX_OUTPUT_BYTES;

/** Roots of placeholders. The scope decides what each holds. */
export const ROOTS = ['event', 'state', 'fields', 'lookup', 'campaign', 'brand', 'call', 'player', 'params'] as const;

/** Values for placeholders: `{ event: {…}, player: { id: … } }`. Own properties only. */
export type Scope = Readonly<Record<string, unknown>>;

/** A step that a value takes on its way into the output. */
export type Filter =
  /** Replaces a missing or null value. */
  | { readonly name: 'default'; readonly value: unknown }
  /** Drops the key, list item, query parameter or form field whose value is missing or null. */
  | { readonly name: 'omit' }
  /** In a path: the value may be several parts of it, `a/b`. */
  | { readonly name: 'segments' }
  | { readonly name: 'string' | 'number' | 'boolean' };

/** A placeholder of any dialect, parsed: `{{event.amount.amount | number}}`, `{action_field:amount}`, `#UserId#`. */
export interface Placeholder {
  /** The path as text: `event.amount.amount`. */
  readonly text: string;
  /** Name in errors, as the dialect writes it, without filters: `{{event.amount.amount}}`, `#UserId#`. */
  readonly written: string;
  /** Place in the text; `null` if the template is a tree. */
  readonly place: Place | null;
  readonly path: readonly string[];
  readonly filters: readonly Filter[];
}

/** Text with placeholders in it. */
export type TextTemplate = readonly (string | Placeholder)[];

/** A body template of any dialect: a JSON tree whose leaves may be placeholders. */
export type TemplateNode =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null | Digits }
  /** A leaf that is one placeholder: the value keeps its type. */
  | { readonly kind: 'value'; readonly placeholder: Placeholder }
  /** A leaf with placeholders within text: becomes a string. One that is a single placeholder may say `omit`. */
  | { readonly kind: 'text'; readonly parts: TextTemplate }
  | { readonly kind: 'list'; readonly items: readonly TemplateNode[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, node: TemplateNode])[] };
