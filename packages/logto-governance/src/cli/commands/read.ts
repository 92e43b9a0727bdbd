import type { Entitlement, Grant, Resource, ResourceReference } from '@jackfield/connector-kit';
import type { LogtoSnapshot } from '../../store/snapshot.ts';
import { openSnapshots, type Snapshots } from '../../store/snapshots.ts';
import type { SnapshotSummary } from '../../store/summary.ts';
import { wholeNumber } from '../arguments.ts';
import { databasePath } from '../configuration.ts';
import { safeJson } from '../output/safe-text.ts';
import { tableLines } from '../output/table.ts';
import { UsageError } from '../usage-error.ts';
import type { CommandContext } from './command.ts';

/** `snapshots`: lists them. */
export function snapshots(context: CommandContext): Promise<number> {
  return withSnapshots(context, (found) =>
    show(context, found.list(), ['snapshot', 'state', 'started', 'ended', 'tenant', 'owner'], (summary) => [
      String(summary.id),
      summary.state,
      instant(summary.startedAt),
      instant(summary.endedAt),
      summary.tenant,
      summary.owner ?? '',
    ]),
  );
}

/** `stats`: what a snapshot holds, and how far it can be trusted. */
export function stats(context: CommandContext): Promise<number> {
  return withSnapshot(context, (snapshot) => {
    const { summary } = snapshot;
    const counts = snapshot.counts();
    if (context.options.json) return context.print(safeJson({ ...summary, counts }));
    const rows = [
      ...about(summary),
      ...Object.entries(counts).map(([kind, count]) => [kind, String(count)]),
      ...summary.problems.map(({ invariant, detail }) => [`not sealed: ${invariant}`, detail]),
      ...summary.notes.map((note) => ['note', note]),
    ];
    for (const line of tableLines(['what', 'value'], rows)) context.print(line);
  });
}

const resourceTypes = new Set(['user', 'organization', 'organization-role']);

/** `resources [type]`: lists users, organizations and roles. */
export function resources(context: CommandContext): Promise<number> {
  const [type] = context.operands;
  if (type !== undefined && !resourceTypes.has(type)) {
    throw new UsageError(`The types of resources are ${[...resourceTypes].join(', ')}.`);
  }
  return withSnapshot(context, (snapshot) => showResources(context, snapshot.resources(type)));
}

/** `entitlements`: lists what can be held. */
export function entitlements(context: CommandContext): Promise<number> {
  return withSnapshot(context, (snapshot) =>
    show(
      context,
      snapshot.entitlements(),
      ['entitlement', 'name', 'purpose'],
      ({ id, displayName, purpose }: Entitlement) => [id, displayName, purpose],
    ),
  );
}

/** `grants`: lists who holds what. */
export function grants(context: CommandContext): Promise<number> {
  return withSnapshot(context, (snapshot) =>
    show(context, snapshot.grants(), ['entitlement', 'principal'], ({ entitlement, principal }: Grant) => [
      entitlement,
      reference(principal),
    ]),
  );
}

/** `access <user>`: what a user holds. */
export function access(context: CommandContext): Promise<number> {
  const text = operand(context, 'a user: an id, a user name or an e-mail address');
  return withSnapshot(context, (snapshot) => {
    const [user, ...others] = snapshot.findUsers(text);
    if (user === undefined) throw new UsageError('There is no such user in this snapshot.');
    if (others.length > 0) throw new UsageError('Several users are called so. Give the id of one: see resources user.');
    show(context, snapshot.access(user.id), ['entitlement', 'name'], ({ entitlement: { id, displayName } }) => [
      id,
      displayName,
    ]);
  });
}

/** `principals <entitlement>`: who holds it. */
export function principals(context: CommandContext): Promise<number> {
  const id = operand(context, 'an entitlement: see entitlements');
  return withSnapshot(context, (snapshot) => showResources(context, snapshot.principals(id)));
}

/** Calls `use` with the snapshots of the database, and closes it. */
export async function withSnapshots(
  { options, environment }: CommandContext,
  use: (snapshots: Snapshots) => void,
): Promise<number> {
  const found = await openSnapshots(databasePath(options, environment));
  try {
    use(found);
    return 0;
  } finally {
    found.close();
  }
}

/** Calls `use` with the snapshot that was asked for. */
export function withSnapshot(context: CommandContext, use: (snapshot: LogtoSnapshot) => void): Promise<number> {
  const { options, warn } = context;
  const id = options.snapshot === undefined ? undefined : wholeNumber(options.snapshot, '--snapshot');
  return withSnapshots(context, (found) => {
    const snapshot = found.get(id);
    if (snapshot.state !== 'Connected') warn(`Snapshot ${snapshot.id} is not sealed: it may lack records.`);
    use(snapshot);
  });
}

/** Prints records: as a table, or as JSON Lines. */
export function show<Item>(
  { options, print }: CommandContext,
  items: Iterable<Item>,
  heading: readonly string[],
  toRow: (item: Item) => readonly string[],
): void {
  if (options.json) for (const item of items) print(safeJson(item));
  else for (const line of tableLines(heading, mapped(items, toRow))) print(line);
}

export function reference({ type, id }: ResourceReference): string {
  return `${type}:${id}`;
}

/** Milliseconds since the epoch in ISO 8601, UTC. */
export function instant(time: number | undefined): string {
  return time === undefined || Number.isNaN(new Date(time).getTime()) ? '' : new Date(time).toISOString();
}

function showResources(context: CommandContext, items: Iterable<Resource>): void {
  show(context, items, ['type', 'id', 'name', 'status', 'created'], ({ type, id, displayName, status, createdAt }) => [
    type,
    id,
    displayName,
    status ?? '',
    instant(createdAt),
  ]);
}

function about({ id, state, tenant, owner = '', startedAt, endedAt }: SnapshotSummary): string[][] {
  return [
    ['snapshot', String(id)],
    ['state', state],
    ['tenant', tenant],
    ['owner', owner],
    ['started', instant(startedAt)],
    ['ended', instant(endedAt)],
  ];
}

function operand({ operands }: CommandContext, what: string): string {
  const [text] = operands;
  if (text !== undefined && operands.length === 1) return text;
  throw new UsageError(`This command needs ${what}.`);
}

function* mapped<Item, Result>(items: Iterable<Item>, convert: (item: Item) => Result): Generator<Result> {
  for (const item of items) yield convert(item);
}
