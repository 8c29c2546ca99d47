/** Players in a row whose calls are refused before sending, after which the action is held. */
const PLAYERS = 5;

interface Row {
  readonly players: Set<string>;
  /** Hash of the catalogue under which this row held the action; `null` if it did not. */
  heldUnder: string | null;
}

/**
 * Counts, for each action of a process, the players in a row whose calls are refused before sending. Five hold the
 * action. After a release, the next refusal holds it again only if the catalogue has changed. If not, refusals pass
 * until a call can be rendered.
 */
export class Refusals {
  readonly #rows = new Map<string, Row>();

  /** Records a refusal under this catalogue. Returns true if the action must be held. */
  add(action: string, playerId: string, catalogue: string): boolean {
    const row: Row = this.#rows.get(action) ?? { players: new Set(), heldUnder: null };
    this.#rows.set(action, row);
    if (row.heldUnder !== null) return row.heldUnder !== catalogue;
    row.players.add(playerId);
    return row.players.size >= PLAYERS;
  }

  /** Records that the action is held under this catalogue. */
  held(action: string, catalogue: string): void {
    const row = this.#rows.get(action);
    if (row) row.heldUnder = catalogue;
  }

  /** Ends the row: a call of the action was rendered. */
  clear(action: string): void {
    this.#rows.delete(action);
  }
}
