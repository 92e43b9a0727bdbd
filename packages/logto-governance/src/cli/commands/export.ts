import type { Entitlement, Grant, Resource } from '@jackfield/connector-kit';
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { csvLine } from '../output/csv.ts';
import { safeJson } from '../output/safe-text.ts';
import { UsageError } from '../usage-error.ts';
import type { CommandContext } from './command.ts';
import { instant, withSnapshot } from './read.ts';

/** Characters gathered before they are written. */
const chunkLength = 1 << 20;

/** One file of an export. */
interface Sheet<Item> {
  readonly name: string;
  readonly items: Iterable<Item>;
  readonly heading: readonly string[];
  readonly toRow: (item: Item) => readonly string[];
}

/** `export <folder>`: writes a snapshot into files that only their owner can read. */
export function exportSnapshot(context: CommandContext): Promise<number> {
  const { operands, options, print } = context;
  const [folder] = operands;
  if (folder === undefined || operands.length > 1) throw new UsageError('This command needs a folder to write into.');
  const { format } = options;
  if (format !== 'jsonl' && format !== 'csv') throw new UsageError('--format must be jsonl or csv.');
  return withSnapshot(context, (snapshot) => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const write = <Item>(sheet: Sheet<Item>): void => {
      const path = join(folder, `${sheet.name}.${format}`);
      print(`${writeFile(path, format === 'csv' ? csvLines(sheet) : jsonLines(sheet))} ${sheet.name}`);
    };
    write(resourceSheet(snapshot.resources()));
    write(entitlementSheet(snapshot.entitlements()));
    write(grantSheet(snapshot.grants()));
  });
}

const resourceSheet = (items: Iterable<Resource>): Sheet<Resource> => ({
  name: 'resources',
  items,
  heading: ['type', 'id', 'displayName', 'status', 'createdAt', 'profile'],
  toRow: ({ type, id, displayName, status, createdAt, profile }) => [
    type,
    id,
    displayName,
    status ?? '',
    instant(createdAt),
    JSON.stringify(profile),
  ],
});

const entitlementSheet = (items: Iterable<Entitlement>): Sheet<Entitlement> => ({
  name: 'entitlements',
  items,
  heading: ['id', 'resourceType', 'resourceId', 'permission', 'displayName', 'purpose', 'grantableTo'],
  toRow: ({ id, resource, permission, displayName, purpose, grantableTo }) => [
    id,
    resource.type,
    resource.id,
    permission,
    displayName,
    purpose,
    grantableTo.join(' '),
  ],
});

const grantSheet = (items: Iterable<Grant>): Sheet<Grant> => ({
  name: 'grants',
  items,
  heading: ['id', 'entitlement', 'principalType', 'principalId'],
  toRow: ({ id, entitlement, principal }) => [id, entitlement, principal.type, principal.id],
});

function* csvLines<Item>({ heading, items, toRow }: Sheet<Item>): Generator<string> {
  yield csvLine(heading);
  for (const item of items) yield csvLine(toRow(item));
}

function* jsonLines<Item>({ items }: Sheet<Item>): Generator<string> {
  for (const item of items) yield `${safeJson(item)}\n`;
}

/** The file is there when it is complete. @returns the number of lines */
function writeFile(path: string, lines: Iterable<string>): number {
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  const file = openSync(partial, 'wx', 0o600);
  let count = 0;
  try {
    let chunk = '';
    for (const line of lines) {
      count += 1;
      chunk += line;
      if (chunk.length < chunkLength) continue;
      writeSync(file, chunk);
      chunk = '';
    }
    writeSync(file, chunk);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
  return count;
}
