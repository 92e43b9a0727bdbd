import * as z from 'zod';
import { groupBy } from './group.ts';
import type { ChangeSeen, Journal } from './journal.ts';
import type { Stored, StoredEvent } from './stored.ts';
import { fixedIds } from './world.ts';

type Seen = Pick<Journal, 'connectors' | 'changes'>;
type Rows = Pick<Stored, 'connectors' | 'audit'>;
type Tables = Rows & Pick<Stored, 'revision'>;

/** @returns what of the connectors' rules does not hold */
export function checkConnectors(seen: Seen, tables: Tables): readonly string[] {
  const { connectors, audit, revision } = tables;
  const missing = ['Email', 'Sms'].filter((kind) => connectors.every(({ type }) => type !== kind));
  const changes = audit.filter(isOfConnector).length;
  return [
    ...checkRows(tables),
    ...missing.map((kind) => `no connector of the type ${kind} is left`),
    ...(revision === changes ? [] : [`revision ${revision} after ${changes} changes`]),
    ...checkPromises(seen, tables),
    ...checkChanges(seen, tables),
  ];
}

/** @returns what is wrong with the rows themselves, whoever wrote them */
export function checkRows(tables: Rows): readonly string[] {
  return [...checkUniqueness(tables), ...checkHistory(tables)];
}

function checkUniqueness({ connectors }: Rows): readonly string[] {
  const places = groupBy(connectors, ({ type, target, platform }) => {
    if (type === 'Social') return `target ${target} (${platform})`;
    return type === 'Governance' ? undefined : `type ${type}`;
  });
  return [...places]
    .filter(([place, { length }]) => place !== undefined && length > 1)
    .map(([place, { length }]) => `${length} connectors have the ${place}`);
}

function isOfConnector({ action }: StoredEvent): boolean {
  return action.startsWith('connector.');
}

/** The audit log, read from its beginning, makes exactly the rows that are there: nothing is half-written. */
function checkHistory({ connectors, audit }: Rows): readonly string[] {
  const versions = new Map<string, number>();
  for (const event of audit.filter(isOfConnector)) {
    const { action, subject } = event;
    const replaced = replacedBy(event);
    if (replaced !== undefined) versions.delete(replaced);
    if (action === 'connector.remove') versions.delete(subject);
    else versions.set(subject, action === 'connector.update' ? (versions.get(subject) ?? 0) + 1 : 1);
  }
  const told = [...versions].map(([id, version]) => `${id} ${version}`).toSorted();
  const stored = connectors.map(({ id, version }) => `${id} ${version}`).toSorted();
  return [
    ...told.filter((row) => !stored.includes(row)).map((row) => `in the audit log, and not there: ${row}`),
    ...stored.filter((row) => !told.includes(row)).map((row) => `there, and not in the audit log: ${row}`),
  ];
}

/** What was acknowledged is there, and what was refused is not. */
function checkPromises({ connectors }: Seen, { audit }: Tables): readonly string[] {
  const made = audit.filter(({ action }) => action === 'connector.create' || action === 'connector.replace');
  const madeIds = new Set(made.map(({ subject }) => subject));
  const removed = audit.filter(({ action }) => action === 'connector.remove').map(({ subject }) => subject);
  const ended = new Set([...removed, ...made.map(replacedBy)]);
  const seen = [...connectors];
  return [
    ...seen
      .filter(([id, { created }]) => created === 'acknowledged' && !madeIds.has(id))
      .map(([id]) => `acknowledged, and never made: ${id}`),
    ...seen.filter(([, { ends }]) => ends > 1).map(([id, { ends }]) => `ended ${ends} times: ${id}`),
    ...seen
      .filter(([id, { ends }]) => ends > 0 && !ended.has(id))
      .map(([id]) => `its end was acknowledged, and lost: ${id}`),
    ...[...madeIds].filter((id) => !connectors.has(id)).map((id) => `made, though it was refused: ${id}`),
    ...removed
      .filter((id) => connectors.get(id)?.ends === 0 && !connectors.get(id)?.mayHaveEnded)
      .map((id) => `removed, though nobody has: ${id}`),
  ];
}

const replaceGuard = z.looseObject({ replaced: z.looseObject({ id: z.string() }).optional() });

function replacedBy({ details }: StoredEvent): string | undefined {
  return replaceGuard.parse(JSON.parse(details)).replaced?.id;
}

const metadataGuard = z.looseObject({ name: z.looseObject({ en: z.string() }) });

/** Optimistic locking: each acknowledged change made a version of its own, and the last one is what is stored. */
function checkChanges({ changes }: Seen, { connectors, audit }: Tables): readonly string[] {
  const row = connectors.find(({ id }) => id === fixedIds.changed);
  if (!row) return [`${fixedIds.changed} is gone`];
  const acknowledged = changes.filter(({ certainty }) => certainty === 'acknowledged');
  const updates = audit.filter(({ action, subject }) => action === 'connector.update' && subject === row.id).length;
  const versions = groupBy(acknowledged, ({ version }) => version);
  const { en: name } = metadataGuard.parse(JSON.parse(row.metadata)).name;
  const last = acknowledged.filter(({ version }) => version === row.version);
  const expected: readonly Pick<ChangeSeen, 'name'>[] =
    last.length > 0 ? last : changes.filter(({ certainty }) => certainty === 'unknown');
  const isExpected = updates === 0 || expected.some((change) => change.name === name);
  return [
    ...[...versions].filter(([, { length }]) => length > 1).map(([version]) => `version ${version} was made twice`),
    ...acknowledged
      .filter(({ version = 0 }) => version > row.version)
      .map(({ version }) => `version ${version} was lost`),
    ...(updates < acknowledged.length ? [`${acknowledged.length - updates} acknowledged changes were lost`] : []),
    ...(updates > changes.length ? [`${updates - changes.length} refused changes were made`] : []),
    ...(isExpected ? [] : [`version ${row.version} is "${name}", which nobody has acknowledged`]),
  ];
}
