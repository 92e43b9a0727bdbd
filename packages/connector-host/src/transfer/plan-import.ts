import { type ConfigIssue, ConnectorError } from '@jackfield/connector-kit';
import { configJsonSchema } from '@jackfield/connector-kit/schema';
import { type Prepared, prepareChange, prepareNew } from '../connectors/prepare.ts';
import type { HostContext } from '../context.ts';
import type { ConnectorTable } from '../database/tables.ts';
import type { Discovery } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import { invalidImport, issueOf } from './import-problems.ts';
import { resolveConfig } from './imported-config.ts';
import type { KnownReference } from './secret-references.ts';
import type { SecretSources } from './secret-sources.ts';
import type { TransferFile, TransferredConnector } from './transfer-file.ts';

/** One change of an import, ready to be stored. */
export type PlannedChange = PlannedStep & {
  readonly id: string;
  readonly connectorId: string;
  /** What changes: `config.clientId`, `syncProfile`. */
  readonly fields: readonly string[];
  /** In the file: `connectors[2]`. */
  readonly place: string;
};

type PlannedStep =
  | { readonly action: 'remove'; readonly version: number }
  | { readonly action: 'unchanged'; readonly references: readonly KnownReference[] }
  | {
      readonly action: 'create' | 'update';
      readonly prepared: Prepared;
      readonly references: readonly KnownReference[];
    };

export interface PlanOptions {
  readonly secrets: SecretSources;
  readonly removeOthers: boolean;
}

/**
 * Checks a whole file against what is stored: references followed, configurations parsed, logos fetched.
 *
 * @returns changes in an order that no rule is in the way of: what goes makes room for what comes
 * @throws `invalid_import` naming everything that is wrong, by its place in the file
 */
export async function planImport(
  context: HostContext,
  discovery: Discovery,
  file: TransferFile,
  { secrets, removeOthers }: PlanOptions,
): Promise<readonly PlannedChange[]> {
  const rows = await context.database.read((db) => db.selectFrom('connectors').selectAll().execute());
  const issues = conflictsWithin(file, discovery);
  const planned: PlannedChange[] = [];
  for (const [index, connector] of file.connectors.entries()) {
    const place = `connectors[${index}]`;
    const row = rows.find(({ id }) => id === connector.id);
    const result = await planOne(context, discovery, connector, row, secrets, place);
    if ('issues' in result) issues.push(...result.issues);
    else planned.push(result.change);
  }
  if (issues.length > 0) throw invalidImport(issues);
  const removed = removeOthers ? rows.filter(({ id }) => file.connectors.every((one) => one.id !== id)) : [];
  return [...removed.map(toRemoval), ...planned.toSorted((one, other) => rank(one) - rank(other))];
}

const rank = ({ action }: PlannedChange): number => (action === 'create' ? 1 : 0);

async function planOne(
  context: HostContext,
  discovery: Discovery,
  connector: TransferredConnector,
  row: ConnectorTable | undefined,
  secrets: SecretSources,
  place: string,
): Promise<{ readonly change: PlannedChange } | { readonly issues: readonly ConfigIssue[] }> {
  const { id, connectorId } = connector;
  try {
    if (row && row.connector_id !== connectorId)
      throw new HostError('id_taken', { hint: 'Another package has it. Choose another id.' });
    const { config, references, issues } = await followed(discovery, connector, secrets);
    if (issues.length > 0)
      return { issues: issues.map((issue) => ({ ...issue, path: `${place}.config.${issue.path}` })) };
    const wanted = { ...connector, config };
    const prepared = row
      ? await prepareChange(context, discovery, row, { metadata: {}, ...wanted })
      : await prepareNew(context, discovery, wanted);
    const fields = fieldsOf(prepared.details);
    const step: PlannedStep =
      row && fields.length === 0
        ? { action: 'unchanged', references }
        : { action: row ? 'update' : 'create', prepared, references };
    return { change: { ...step, id, connectorId, fields, place } };
  } catch (error) {
    if (ConnectorError.isInstance(error) && error.code === 'invalid_config') {
      return { issues: (error.issues ?? []).map((issue) => ({ ...issue, path: `${place}.config.${issue.path}` })) };
    }
    if (!ConnectorError.isInstance(error) && !HostError.isInstance(error)) throw error;
    if (error.code.startsWith('database_')) throw error;
    return { issues: [issueOf(error, place)] };
  }
}

async function followed(discovery: Discovery, { connectorId, config }: TransferredConnector, secrets: SecretSources) {
  const installed = discovery.find(connectorId);
  // What is not installed is refused by the preparation, with the reason.
  if (!installed) return { config, references: [], issues: [] };
  return resolveConfig(configJsonSchema(installed.module.configGuard), config, secrets);
}

/** What no order of changes could bring about. */
function conflictsWithin({ connectors }: TransferFile, discovery: Discovery): ConfigIssue[] {
  const types = connectors.map(({ connectorId }) => discovery.find(connectorId)?.module.metadata.type);
  return connectors.flatMap(({ id }, index) => {
    const path = `connectors[${index}]`;
    const type = types[index];
    const isSecond = (type === 'Email' || type === 'Sms') && types.indexOf(type) < index;
    return [
      ...(connectors.findIndex((one) => one.id === id) < index
        ? [{ path: `${path}.id`, problem: 'stands in the file twice' }]
        : []),
      ...(isSecond
        ? [{ path, problem: `is a second connector of the type ${type}`, fix: 'keep the one that is to be used' }]
        : []),
    ];
  });
}

function toRemoval({ id, connector_id: connectorId, version }: ConnectorTable): PlannedChange {
  return { action: 'remove', id, connectorId, version, fields: [], place: id };
}

/** The names of what changes, out of what the audit log will say. */
function fieldsOf(details: Prepared['details']): readonly string[] {
  const namesIn = (field: string): readonly string[] => {
    const names: unknown = details[field];
    return Array.isArray(names) ? names.map((name) => `${field}.${String(name)}`) : [];
  };
  return [
    ...namesIn('config'),
    ...namesIn('metadata'),
    ...['syncProfile', 'tokenStorage'].filter((field) => details[field] !== undefined),
  ];
}
