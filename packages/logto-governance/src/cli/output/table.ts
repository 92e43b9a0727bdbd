import { safeText, textWidth } from './safe-text.ts';

/** Rows by which the columns are measured; later ones may be wider. */
const measuredRows = 500;

/** Lines of a table with a heading, safe to show on a terminal. Rows are taken one by one. */
export function* tableLines(heading: readonly string[], rows: Iterable<readonly string[]>): Generator<string> {
  const first: string[][] = [];
  let widths: number[] | undefined;
  for (const row of rows) {
    const cells = row.map(safeText);
    if (widths) {
      yield line(cells, widths);
      continue;
    }
    first.push(cells);
    if (first.length < measuredRows) continue;
    widths = measure(heading, first);
    yield* lines(heading, first, widths);
  }
  if (!widths) yield* lines(heading, first, measure(heading, first));
}

function* lines(heading: readonly string[], rows: readonly string[][], widths: readonly number[]): Generator<string> {
  yield line(heading, widths);
  yield line(
    widths.map((width) => '-'.repeat(width)),
    widths,
  );
  for (const row of rows) yield line(row, widths);
}

function measure(heading: readonly string[], rows: readonly string[][]): number[] {
  return heading.map((title, column) => Math.max(title.length, ...rows.map((row) => textWidth(row[column] ?? ''))));
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell))));
  return padded.join('  ').trimEnd();
}
