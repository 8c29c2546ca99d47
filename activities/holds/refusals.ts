/** So many players in a row whose calls are refused before they are sent hold the action. */
const PLAYERS = 5;

interface Row {
  readonly players: Set<string>;
  /** The hash of the catalogue under which the row has held the action; `null` while it has not. */
  heldUnder: string | null;
}

/**
 * Counts, for each action of a process, the players in a row whose calls are refused before they are sent. Five hold the
 * action. After the release, and a change of the catalogue, the next refusal holds it again; without such a change whoever
 * released it takes the refusals as they are, until a call can be rendered.
 */
export class Refusals {
  readonly #rows = new Map<string, Row>();

  /** A call was refused, under this catalogue. True when the action must be held. */
  add(action: string, playerId: string, catalogue: string): boolean {
    const row: Row = this.#rows.get(action) ?? { players: new Set(), heldUnder: null };
    this.#rows.set(action, row);
    if (row.heldUnder !== null) return row.heldUnder !== catalogue;
    row.players.add(playerId);
    return row.players.size >= PLAYERS;
  }

  /** The action is held, under this catalogue. */
  held(action: string, catalogue: string): void {
    const row = this.#rows.get(action);
    if (row) row.heldUnder = catalogue;
  }

  /** A call of it could be rendered: the row begins at nothing. */
  clear(action: string): void {
    this.#rows.delete(action);
  }
}
