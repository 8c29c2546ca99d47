interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends one request at a time to each place. Items that arrive meanwhile go into the next request. Places don't wait
 * for each other.
 */
export class Batches<Item, Answer> {
  readonly #waiting = new Map<string, Waiting<Item, Answer>[]>();

  /** `send` answers each item, in order; `most` is the largest number of items in one request. */
  constructor(
    private readonly send: (place: string, items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly most: number,
  ) {}

  /** Resolves with the answer to this item. Rejects if its request failed, or the one before it. */
  ask(place: string, item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(place) ?? [];
      waiting.push({ item, resolve, reject });
      if (this.#waiting.has(place)) return;
      this.#waiting.set(place, waiting);
      void this.#carry(place, waiting);
    });
  }

  async #carry(place: string, waiting: Waiting<Item, Answer>[]): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, this.most);
      try {
        const items = batch.map(({ item }) => item);
        for (const [turn, answer] of (await this.send(place, items)).entries()) batch[turn]?.resolve(answer);
      } catch (error) {
        for (const { reject } of [...batch, ...waiting.splice(0)]) reject(error);
      }
    }
    this.#waiting.delete(place);
  }
}
