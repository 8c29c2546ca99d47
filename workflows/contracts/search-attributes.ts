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
} as const;

export type SearchAttributeName = keyof typeof SEARCH_ATTRIBUTES;

/** The longest keyword that every store takes, in characters. */
export const MAX_KEYWORD_LENGTH = 255;

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
  /** The keys of the calls that wait for a person, and the marks of those that were resolved last. */
  readonly ParkedCalls: readonly string[] | null;
}

/** What stands in `ParkedCalls` once a person has decided, so that a repeat of the decision finds its run. */
export function resolvedMark(callKey: string): string {
  return `resolved:${callKey}`;
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
  };
}
