import type { Decision } from './decisions.js';

/** Closed list of reasons why a journey or rule did not take an event, for use as a metrics label. */
export const REASON_CODES = [
  'not-enabled',
  'not-begun',
  'ended',
  'other-campaign',
  'condition',
  'run-open',
  'no-run',
  'run-full',
  'entered-once',
  'repeated',
  'control-group',
  'nobody-hears',
  'too-old',
  'no-key',
  'bad-brand',
  'bad-id',
  'bad-type',
  'bad-player',
  'bad-time',
  'bad-data',
  'bad-event',
] as const;

/** One code of that list. */
export type ReasonCode = (typeof REASON_CODES)[number];

/** Fixed sentences of `not-eligible`. */
export const NOT_ELIGIBLE = {
  notEnabled: 'not enabled for this brand',
  runOpen: 'a run is open',
  noRun: 'no run is open',
  runFull: 'run is full',
  enteredOnce: 'the player has been through it, and it is entered once',
} as const;

const SENTENCES: readonly (readonly [begins: string, code: ReasonCode])[] = [
  [NOT_ELIGIBLE.notEnabled, 'not-enabled'],
  [NOT_ELIGIBLE.runOpen, 'run-open'],
  [NOT_ELIGIBLE.noRun, 'no-run'],
  [NOT_ELIGIBLE.runFull, 'run-full'],
  [NOT_ELIGIBLE.enteredOnce, 'entered-once'],
  ['starts on ', 'not-begun'],
  ['ended on ', 'ended'],
  ['only for events of ', 'other-campaign'],
];

const FIELDS: Readonly<Record<string, ReasonCode>> = {
  brand: 'bad-brand',
  id: 'bad-id',
  type: 'bad-type',
  playerId: 'bad-player',
  occurredAt: 'bad-time',
  data: 'bad-data',
  state: 'bad-data',
  campaign: 'bad-data',
};

/** Returns the code of a decision's reason; `null` if the event was taken. */
export function reasonCode(decision: Decision): ReasonCode | null {
  switch (decision.decision) {
    case 'started':
    case 'signalled':
    case 'fired':
      return null;
    case 'duplicate':
      return 'repeated';
    case 'held-out':
      return 'control-group';
    case 'unheard':
      return 'nobody-hears';
    case 'not-eligible':
      // All other sentences come from a rule's condition.
      return SENTENCES.find(([begins]) => decision.reason.startsWith(begins))?.[1] ?? 'condition';
    case 'invalid':
      return codeOfFault(decision);
  }
}

function codeOfFault({ field, reason, journey }: Extract<Decision, { decision: 'invalid' }>): ReasonCode {
  if (reason.startsWith('too-old')) return 'too-old';
  if (journey !== undefined && field.startsWith('data.')) return 'no-key';
  return FIELDS[field.split(/[.[]/, 1)[0] ?? ''] ?? 'bad-event';
}
