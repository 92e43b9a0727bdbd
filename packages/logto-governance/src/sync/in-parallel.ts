/** How work is done in parallel. */
export interface Workers {
  /** So many items at a time. */
  readonly parallel: number;
  /** Ends what is under way; called when an item fails. */
  readonly cancel: () => void;
}

/**
 * Calls `work` for each item. When one fails, no further item is begun, and the failure is thrown as soon as those under
 * way have ended: nothing goes on in the background.
 *
 * @param items may be a generator that yields more as work proceeds
 */
export async function inParallel<Item, Result>(
  items: Iterable<Item>,
  { parallel, cancel }: Workers,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const iterator = items[Symbol.iterator]();
  let count = 0;
  const worker = async (): Promise<void> => {
    while (failures.length === 0) {
      const { done, value } = iterator.next();
      if (done) return;
      const place = count++;
      try {
        results[place] = await work(value);
      } catch (error) {
        if (failures.push(error) === 1) cancel();
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
