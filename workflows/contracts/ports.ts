/** Which open runs to look for: those of one player in some journeys of a brand. */
export interface RunSearch {
  readonly brand: string;
  readonly playerId: string;
  readonly journeys: readonly string[];
}

/** A run that was open when it was looked for. `id` is its workflow id. */
export interface OpenRun {
  readonly id: string;
  readonly run: string;
  readonly journey: string;
}

/** What activities need of Temporal itself; implemented by `client/`. */
export interface RunFinder {
  findOpenRuns(search: RunSearch): Promise<OpenRun[]>;
}
