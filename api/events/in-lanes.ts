/**
 * Does `work` for each item, at most `width` at once. Items of the same lane (`laneOf`) run one after the other. Results
 * are in the order of the items. After a failure no further item begins; the first failure is thrown once all open work
 * has ended.
 */
export async function inLanes<Item, Result>(
  width: number,
  items: readonly Item[],
  laneOf: (item: Item) => string,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const lanes = new Map<string, number[]>();
  items.forEach((item, index) => {
    const lane = laneOf(item);
    lanes.set(lane, [...(lanes.get(lane) ?? []), index]);
  });
  const waiting = [...lanes.values()];
  const results: Result[] = [];
  const failures: unknown[] = [];

  async function drive(): Promise<void> {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) {
      for (const index of lane) {
        if (failures.length > 0) return;
        try {
          results[index] = await work(items[index] as Item, index);
        } catch (error) {
          failures.push(error);
        }
      }
    }
  }

  await Promise.all(Array.from({ length: width }, drive));
  if (failures.length > 0) throw failures[0];
  return results;
}
