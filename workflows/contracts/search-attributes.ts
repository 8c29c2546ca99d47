import { brandPlayer } from './names.js';

/** The search attributes of every run, and their types: a fixed set, given at start. */
export const SEARCH_ATTRIBUTES = {
  Brand: 'KEYWORD',
  BrandPlayer: 'KEYWORD',
  Journey: 'KEYWORD',
  Status: 'KEYWORD',
  Stage: 'KEYWORD',
  WaitingFor: 'KEYWORD',
  Outcome: 'KEYWORD',
  NeedsAttention: 'BOOL',
  NextActionAt: 'DATETIME',
  ParkedCalls: 'KEYWORD_LIST',
  Beneficiaries: 'KEYWORD_LIST',
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;

/** The longest keyword that every store takes, in characters. */
export const MAX_KEYWORD_LENGTH = 255;

/** The largest value of one attribute that Temporal takes, in bytes of JSON: more fails the run's task for ever. */
const MAX_VALUE_BYTES = 2_048;

/** Values of the attributes; `null` takes one away. `NextActionAt` is ISO 8601. */
export interface AttributeValues {
  readonly Brand: string;
  readonly BrandPlayer: string;
  readonly Journey: string;
  readonly Status: string;
  readonly Stage: string;
  readonly WaitingFor: string | null;
  readonly Outcome: string | null;
  readonly NeedsAttention: boolean;
  readonly NextActionAt: string | null;
  /**
   * The keys of the calls that wait for a person, and marks: of those that were resolved last, of those that ended
   * without their effect, and of their outcomes (`refused`, `suppressed`, `abandoned`).
   */
  readonly ParkedCalls: readonly string[] | null;
  /** The players, other than the run's own, that its calls are for, each as in `BrandPlayer`. */
  readonly Beneficiaries: readonly string[] | null;
}

/** The first keywords of a list, as many as one attribute holds; `null` for none. Keywords are ASCII. */
export function fittingKeywords(keywords: readonly string[]): string[] | null {
  const fitting: string[] = [];
  let bytes = '[]'.length;
  for (const keyword of keywords) {
    if (keyword.length > MAX_KEYWORD_LENGTH) continue;
    bytes += keyword.length + (fitting.length > 0 ? '"",' : '""').length;
    if (bytes > MAX_VALUE_BYTES) break;
    fitting.push(keyword);
  }
  return fitting.length > 0 ? fitting : null;
}

/** The mark in `ParkedCalls` of a resolved call. By it, a repeat of the decision finds its run. */
export function resolvedMark(callKey: string): string {
  return `resolved:${callKey}`;
}

/** The mark in `ParkedCalls` of a call that ended without its effect. By it, a redo finds its run. */
export function undeliveredMark(callKey: string): string {
  return `undelivered:${callKey}`;
}

/** The attributes that a run starts with. */
export function attributesAtStart(run: { brand: string; journey: string; playerId: string }): AttributeValues {
  return {
    Brand: run.brand,
    BrandPlayer: brandPlayer(run.brand, run.playerId),
    Journey: run.journey,
    Status: 'open',
    Stage: 'entered',
    WaitingFor: null,
    Outcome: null,
    NeedsAttention: false,
    NextActionAt: null,
    ParkedCalls: null,
    Beneficiaries: null,
  };
}
