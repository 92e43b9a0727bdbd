import { safeText, textWidth } from './safe-text.ts';

/** Lines of a table with a heading, safe to show on a terminal. */
export function tableLines(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map(safeText));
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...cells.map((row) => textWidth(row[column] ?? ''))),
  );
  return [heading, widths.map((width) => '-'.repeat(width)), ...cells].map((row) => line(row, widths));
}

function line(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell))));
  return padded.join('  ').trimEnd();
}
