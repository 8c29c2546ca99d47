/** The states of a destination, the worst first: `down` after five failures in a row, until the first answer. */
export const DESTINATION_HEALTHS = ['down', 'failing', 'well'] as const;

export type DestinationHealth = (typeof DESTINATION_HEALTHS)[number];

/** A worker process's report about a destination of a brand. Times are ISO 8601. */
export interface DestinationReport {
  readonly destination: string;
  /** The worker process, as Temporal knows it. */
  readonly process: string;
  readonly state: DestinationHealth;
  /** Since when it is so, as far as the process knows. */
  readonly since: string;
  /** When it was reported. */
  readonly at: string;
  readonly lastAnswer: LastAnswer | null;
  /** Requests of the last five minutes by class: `delivered`, `unknown`, …; `question-answered` and the like for lookups. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Since when the oldest call or question waits that the process has seen; `null` for none. */
  readonly oldest: string | null;
}

/** The last answer that came back, with any status. */
export interface LastAnswer {
  readonly at: string;
  readonly status: number;
}

/** The memo of a brand's destinations. It is read without a worker. */
export interface DestinationsMemo {
  readonly reports: readonly DestinationReport[];
}

/** The state of a brand's destinations. Also their input, so that they can continue as new. */
export interface DestinationsState extends DestinationsMemo {
  readonly brand: string;
  /** The destinations that rules were told to be down. */
  readonly down: readonly string[];
  /** The destinations whose runs are still to be woken; without it, none, or it is from before this was kept. */
  readonly answering?: readonly string[];
}

/** One that is not well is reported again each minute: older words are of a process that is gone. Milliseconds. */
const FRESH = 3 * 60_000;

/** One that is well is reported again every five minutes, while there is traffic. Milliseconds. */
const KEPT = 15 * 60_000;

/** Those reports that still say something, at a time in milliseconds since 1970. */
export function freshReports(reports: readonly DestinationReport[], now: number): DestinationReport[] {
  return reports.filter(({ state, at }) => now - Date.parse(at) <= (state === 'well' ? KEPT : FRESH));
}

/** The worst that any process reports of a destination: its state, and since when. */
export function worstOf(reports: readonly DestinationReport[]): Pick<DestinationReport, 'state' | 'since'> | null {
  for (const state of DESTINATION_HEALTHS) {
    const since = reports.filter((report) => report.state === state).map((report) => report.since);
    if (since.length > 0) return { state, since: since.sort()[0] ?? '' };
  }
  return null;
}
