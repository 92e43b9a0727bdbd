import { type Page, pageSize, type RawRecord } from '../api/management-api.ts';
import type { WalkState } from '../store/cursor.ts';
import { inParallel, type Workers } from './in-parallel.ts';

/** A list that is read page by page. */
export interface PagedList {
  read(page: number): Promise<Page>;
  /** Takes the records of a page. @returns how many of them are new */
  keep(records: readonly RawRecord[]): number;
  /** Called after a page was kept and the state says so. */
  onDrained?(state: WalkState): void;
}

/** So many pages in a row without anything, or without anything new, end a walk that the total would let go on. */
const emptyPages = 3;
const barrenPages = 20;

/** Pages of a list that does not say how long it is. */
const furthestUncounted = 10_000;

/**
 * Reads a list to its end, counting pages itself: the `Link` headers of Logto lead nowhere. A list is at its end at a
 * page that is not full and that the total does not expect anything after; when the last expected page is full, the next
 * one is read too.
 *
 * @param state how far it is; brought up to date in the same step in which a page is kept
 */
export async function walk(list: PagedList, state: WalkState, workers: Workers): Promise<void> {
  const running = new Set<number>();
  const readOne = async (page: number): Promise<void> => {
    running.add(page);
    try {
      const answer = await list.read(page);
      record(state, page, answer, list.keep(answer.records));
      list.onDrained?.(state);
    } finally {
      running.delete(page);
    }
  };
  // The first page says how many there are.
  if (state.firstTotal === undefined && state.next === 1) await readOne(1);
  // Pages are found out about while others are read: whoever found none left is asked again.
  while (firstOpenPage(state, running) !== undefined) await inParallel(openPages(state, running), workers, readOne);
}

/** Whether everything was read that the list said it holds, and it said the same all the time. */
export function isWhole({ firstTotal, changed, endless }: WalkState, unique: number): boolean {
  return firstTotal === unique && !changed && !endless;
}

function* openPages(state: WalkState, running: ReadonlySet<number>): Generator<number, void, undefined> {
  for (;;) {
    const page = firstOpenPage(state, running);
    if (page === undefined) return;
    yield page;
  }
}

function firstOpenPage({ next, last, later }: WalkState, running: ReadonlySet<number>): number | undefined {
  for (let page = next; page <= last; page += 1) {
    if (!running.has(page) && !later.includes(page)) return page;
  }
  return undefined;
}

function record(state: WalkState, page: number, { records, total }: Page, added: number): void {
  recordTotal(state, total);
  recordDrained(state, page);
  state.barren = added > 0 ? 0 : state.barren + 1;
  if (records.length === 0) state.empty.push(page);
  if (state.ended) return;
  const expected = Math.ceil((state.lastTotal ?? 0) / pageSize);
  const furthest = state.lastTotal === undefined ? furthestUncounted : 2 * expected + 100;
  if (isAmongEmpty(state.empty, page)) return end(state, page);
  if (state.barren >= barrenPages || page > furthest) {
    state.endless = true;
    return end(state, page);
  }
  if (records.length >= pageSize && page >= state.last && added > 0) state.last = page + 1;
  state.last = Math.max(state.last, expected);
}

function recordTotal(state: WalkState, total: number | undefined): void {
  if (total === undefined) return;
  state.firstTotal ??= total;
  if (total !== (state.lastTotal ?? total)) state.changed = true;
  if (total < (state.lastTotal ?? total)) state.fell = true;
  state.lastTotal = total;
}

function recordDrained(state: WalkState, page: number): void {
  state.later.push(page);
  while (state.later.includes(state.next)) {
    state.later.splice(state.later.indexOf(state.next), 1);
    state.next += 1;
  }
}

/** Whether `page` is one of several empty ones that follow each other. */
function isAmongEmpty(empty: readonly number[], page: number): boolean {
  return Array.from({ length: emptyPages }, (_, before) => page - before).some((first) =>
    Array.from({ length: emptyPages }, (_, after) => first + after).every((one) => empty.includes(one)),
  );
}

function end(state: WalkState, page: number): void {
  state.ended = true;
  state.last = Math.min(state.last, Math.max(page, ...state.later, state.next - 1));
}
