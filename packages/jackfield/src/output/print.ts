import type { CommandContext } from '../commands/command.ts';
import { safeJson } from './safe-text.ts';
import { tableLines } from './table.ts';

/** Prints a list: as a table, or as JSON, one object a line. */
export function printList<Item>(
  { options, print }: CommandContext,
  items: readonly Item[],
  columns: Readonly<Record<string, (item: Item) => string>>,
): void {
  if (options.json) for (const item of items) print(safeJson(item));
  else {
    const rows = items.map((item) => Object.values(columns).map((column) => column(item)));
    for (const line of tableLines(Object.keys(columns), rows)) print(line);
  }
}

/** Prints one answer: as sentences, or as one line of JSON. */
export function printAnswer({ options, print }: CommandContext, answer: unknown, lines: readonly string[]): void {
  for (const line of options.json ? [safeJson(answer)] : lines) print(line);
}
