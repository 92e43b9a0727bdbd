import type { HostContext } from '../context.ts';
import type { ConnectorTable } from '../database/tables.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { readRevision } from '../processes/announce-change.ts';
import { type ConnectorState, openConnector } from './connector-state.ts';

/** A row, and what it opens to. */
export interface ConnectorEntry {
  readonly row: ConnectorTable;
  /** Once, and again only when it is broken: its key, or its package, may have come back. */
  open(): Promise<ConnectorState>;
}

/** All connectors of the database as they were when its revision was last looked at. */
export interface ConnectorMemory {
  entries(): readonly ConnectorEntry[];
  find(id: string): ConnectorEntry | undefined;
  /** Reads everything again if the revision is another one. It sees whatever was committed before the call. */
  refresh(): Promise<void>;
}

export function createMemory(context: HostContext, discovery: Discovery): ConnectorMemory {
  let entries: ReadonlyMap<string, ConnectorEntry> = new Map();
  let revision: string | undefined;

  const load = async (): Promise<void> => {
    // Rows may be newer than the revision that was read before them; then they are read once more.
    const current = (await context.database.read(readRevision)) ?? '';
    if (current === revision) return;
    const rows = await readRows(context);
    entries = new Map(
      rows.map((row) => [row.id, keep(entries.get(row.id), row) ?? createEntry(context, discovery, row)]),
    );
    revision = current;
  };
  const refresh = oneAfterAnother(load);

  return {
    entries: () => [...entries.values()],
    find: (id) => entries.get(id),
    refresh,
  };
}

/** An entry whose row is the same keeps its instance. The version alone is not enough: an id may have been used before. */
function keep(known: ConnectorEntry | undefined, row: ConnectorTable): ConnectorEntry | undefined {
  return known && JSON.stringify(known.row) === JSON.stringify(row) ? known : undefined;
}

function createEntry(context: HostContext, discovery: Discovery, row: ConnectorTable): ConnectorEntry {
  let opening: Promise<ConnectorState> | undefined;
  let loggedProblem: string | undefined;
  const openOnce = async (): Promise<ConnectorState> => {
    const state = await openConnector(context, discovery, row);
    if (state.isReady) return state;
    opening = undefined;
    if (loggedProblem !== state.problem.code) {
      loggedProblem = state.problem.code;
      context.log('warn', 'connector.broken', { id: row.id, connectorId: row.connector_id, problem: loggedProblem });
    }
    return state;
  };
  return { row, open: () => (opening ??= openOnce()) };
}

/** Runs one at a time. Calls that come while it runs share the run after it, since they may have missed something. */
function oneAfterAnother(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = undefined;
    });
    return running;
  };
  const startNext = (): Promise<void> => {
    next = undefined;
    return start();
  };
  return () => {
    if (!running) return start();
    next ??= running.then(startNext, startNext);
    return next;
  };
}

function readRows({ database }: HostContext): Promise<ConnectorTable[]> {
  return database.read((db) => db.selectFrom('connectors').selectAll().orderBy('created_at').orderBy('id').execute());
}
