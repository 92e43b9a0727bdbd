import type { LogtoUser } from './model.ts';
import { shuffle } from './random.ts';

/** Rows of a list: how many to skip, and how many to show at most. */
export interface ListWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Sorts as `order by created_at desc` does. */
export const newestFirst = (users: Iterable<LogtoUser>): LogtoUser[] =>
  [...users].toSorted((left, right) => right.createdAt - left.createdAt);

/**
 * The rows of a window over users that are sorted by creation time, with nothing to break ties: those of one instant come
 * in an order of their own for every `key`.
 */
export function unorderedTies(sorted: readonly LogtoUser[], { offset, limit }: ListWindow, key: number): LogtoUser[] {
  const rows: LogtoUser[] = [];
  const end = Math.min(offset + limit, sorted.length);
  let position = offset;
  while (position < end) {
    const tie = tieAround(sorted, position);
    const place = shuffle(tie.end - tie.start, key);
    for (; position < Math.min(end, tie.end); position += 1) {
      const user = sorted[tie.start + place(position - tie.start)];
      if (user) rows.push(user);
    }
  }
  return rows;
}

/** The users created at the same instant as the one at `position`: from `start` until before `end`. */
function tieAround(sorted: readonly LogtoUser[], position: number): { start: number; end: number } {
  const instant = sorted[position]?.createdAt ?? 0;
  return {
    start: firstIndex(sorted, (user) => user.createdAt <= instant),
    end: firstIndex(sorted, (user) => user.createdAt < instant),
  };
}

/** The first index at which `holds`, of items at which it holds from some index on; their number when nowhere. */
export function firstIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
