import { ConnectorError } from '@jackfield/connector-kit';
import type { Actor } from '../audit/audit.ts';
import { deleteConnector, insertConnector, updateConnector } from '../connectors/connector-rows.ts';
import type { Connectors } from '../connectors/connectors.ts';
import { refreshAfterChange } from '../connectors/refresh-after-change.ts';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import { invalidImport, issueOf } from './import-problems.ts';
import { planImport, type PlannedChange } from './plan-import.ts';
import { storeReferences } from './secret-references.ts';
import type { SecretSources } from './secret-sources.ts';
import type { TransferFile } from './transfer-file.ts';

export interface ImportOptions {
  readonly secrets: SecretSources;
  /** Says what would change, as the rules of the database see it, and changes nothing. Default `false`. */
  readonly dryRun?: boolean;
  /** Removes connectors that are not in the file. Default `false`. */
  readonly removeOthers?: boolean;
}

/** What an import did, or would do. */
export interface ImportResult {
  readonly applied: boolean;
  readonly changes: readonly {
    readonly id: string;
    readonly connectorId: string;
    readonly action: PlannedChange['action'];
    /** What changes: `config.clientId`, `syncProfile`. Never a value. */
    readonly fields: readonly string[];
  }[];
}

/** What undoes the transaction of a dry run. */
class DryRun extends Error {}

/**
 * Brings the connectors to what a file says, by their ids: all of it in one transaction, or nothing. What others changed
 * since the file was checked makes it fail.
 *
 * @throws `invalid_import` naming everything that is wrong, by its place in the file; `version_conflict`
 */
export async function importConnectors(
  context: HostContext,
  connectors: Connectors,
  discovery: Discovery,
  file: TransferFile,
  actor: Actor,
  { secrets, dryRun = false, removeOthers = false }: ImportOptions,
): Promise<ImportResult> {
  const planned = await planImport(context, discovery, file, { secrets, removeOthers });
  try {
    await context.database.write(async (tx) => {
      const inside = within(context, tx);
      for (const change of planned) await apply(inside, tx, change, actor);
      if (dryRun) throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
  }
  if (!dryRun) await refreshAfterChange(context, connectors);
  return {
    applied: !dryRun,
    changes: planned.map(({ id, connectorId, action, fields }) => ({ id, connectorId, action, fields })),
  };
}

/** The same host inside of a transaction: what writes there is part of it. */
function within(context: HostContext, tx: Write): HostContext {
  return { ...context, database: { ...context.database, write: (work) => work(tx) } };
}

async function apply(context: HostContext, tx: Write, change: PlannedChange, actor: Actor): Promise<void> {
  try {
    if (change.action === 'remove') await deleteConnector(context, change.id, actor, change.version);
    if (change.action === 'create' || change.action === 'update') {
      const { draft, details } = change.prepared;
      const store = change.action === 'create' ? insertConnector : updateConnector;
      await store(context, draft, { actor, details: { ...details, imported: true }, allowIssuer: undefined });
    }
    if ('references' in change) await storeReferences(tx, context, change.id, change.references);
  } catch (error) {
    throw ruleProblem(error, change.place);
  }
}

/** A broken rule, told by its place in the file. A lost race, and what the database itself lacks, pass: neither is the file's. */
function ruleProblem(error: unknown, place: string): unknown {
  if (!ConnectorError.isInstance(error) && !HostError.isInstance(error)) return error;
  const isOfFile = error.code !== 'version_conflict' && !error.code.startsWith('database_');
  return isOfFile ? invalidImport([issueOf(error, place)]) : error;
}
