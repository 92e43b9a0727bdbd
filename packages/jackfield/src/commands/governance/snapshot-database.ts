import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorView } from '@jackfield/connector-host';
import type { Snapshot } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { OpenedHost } from '../../host/with-host.ts';
import { UsageError } from '../../usage-error.ts';
import type { CommandContext } from '../command.ts';
import { findConnector } from '../connectors/find-connector.ts';

/** What is said of a snapshot in a list. */
const summaryGuard = z.looseObject({
  id: z.int(),
  state: z.string(),
  startedAt: z.number().optional(),
  endedAt: z.number().optional(),
});
export type SnapshotSummary = z.infer<typeof summaryGuard>;

/** The snapshots of a governance connector, as a package that keeps them opens them for reading. */
interface Snapshots {
  list(): readonly unknown[];
  get(id?: number): Snapshot;
  close(): void;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';

/** A governance package may export `openSnapshots(path)`. */
const readerGuard = z.looseObject({
  openSnapshots: z.custom<(path: string) => Promise<Snapshots>>(isFunction),
});

/** @throws UsageError when the connector is none of governance */
export async function findGovernance({ connectors }: OpenedHost, context: CommandContext): Promise<ConnectorView> {
  const connector = await findConnector(connectors, context.operands[0] ?? '');
  if (connector.type === 'Governance') return connector;
  throw new UsageError('This is no governance connector: see jackfield connectors list.');
}

/** Where the snapshots of a connector are kept. The folder is made when it is not there. */
export function snapshotDatabase({ storage }: OpenedHost, id: string): string {
  const folder = join(storage.dataFolder, 'governance');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // An id was checked by the host when it was stored; it is a name here, and never a path.
  return join(folder, `${encodeURIComponent(id).replaceAll('.', '%2E')}.sqlite`);
}

/** Calls `use` with the snapshots of a connector, and closes them. */
export async function withSnapshots<Result>(
  host: OpenedHost,
  { id, connectorId }: ConnectorView,
  use: (snapshots: ReadableSnapshots) => Result,
): Promise<Result> {
  const exports = readerGuard.safeParse(host.discovery.find(connectorId)?.module);
  if (!exports.success) {
    throw new UsageError(`${connectorId} has no snapshots to read here, or is not installed. See its own README.`);
  }
  const opened = await exports.data.openSnapshots(snapshotDatabase(host, id));
  try {
    return use({
      list: () => opened.list().map((summary) => summaryGuard.parse(summary)),
      get: (number) => opened.get(number),
    });
  } finally {
    opened.close();
  }
}

/** Snapshots for reading. */
export interface ReadableSnapshots {
  /** The newest first. */
  list(): readonly SnapshotSummary[];
  /** @param id default: the last sealed one */
  get(id?: number): Snapshot;
}
