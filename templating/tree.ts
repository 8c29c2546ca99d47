/** The deepest nesting of a template, of a value put into it, and of what comes out. */
export const MAX_DEPTH = 64;

/** The most that a template may render to, in bytes of UTF-8. */
export const MAX_OUTPUT_BYTES = 256 * 1024;

/** What a placeholder may begin with; what each one holds is up to the scope that is rendered with. */
export const ROOTS = ['event', 'state', 'fields', 'lookup', 'campaign', 'brand', 'call', 'player', 'params'] as const;

/** What the values of placeholders are taken from: `{ event: {…}, player: { id: … } }`. Own properties only. */
export type Scope = Readonly<Record<string, unknown>>;

/** A step that a value takes on its way into the output. */
export type Filter =
  /** Stands in for a value that is missing or null. */
  | { readonly name: 'default'; readonly value: unknown }
  /** Drops the key, list item or query parameter whose value is missing or null. */
  | { readonly name: 'omit' }
  | { readonly name: 'string' | 'number' | 'boolean' };

/** `{{event.amount.amount | number}}`, parsed. `text` is `event.amount.amount`: what errors call it by. */
export interface Placeholder {
  readonly text: string;
  readonly path: readonly string[];
  readonly filters: readonly Filter[];
}

/** Text with placeholders in it. */
export type TextTemplate = readonly (string | Placeholder)[];

/** A body template of any dialect: a JSON tree whose leaves may be placeholders. */
export type TemplateNode =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A leaf that is one placeholder: the value keeps its type. */
  | { readonly kind: 'value'; readonly placeholder: Placeholder }
  /** A leaf with placeholders within text: becomes a string. */
  | { readonly kind: 'text'; readonly parts: TextTemplate }
  | { readonly kind: 'list'; readonly items: readonly TemplateNode[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [key: string, node: TemplateNode])[] };
