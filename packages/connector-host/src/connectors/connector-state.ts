import { type Connector, ConnectorError, parseConfig } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { ConnectorTable } from '../database/tables.ts';
import type { Discovery, InstalledConnector } from '../discovery/discovery.ts';
import { HostError } from '../host-error.ts';
import { connectorContext } from '../keys/sealed-columns.ts';
import type { ConnectorProblem, MetadataOverride } from './connectors.ts';
import { isStandard, storedOverride } from './metadata-override.ts';
import { createInstance, issuerOf, packageProblem } from './packages.ts';
import { isObject, type JsonObject, toPlainData } from './plain-data.ts';

/** A stored connector, opened. */
export type ConnectorState = ReadyConnector | BrokenConnector;

export interface ReadyConnector {
  readonly isReady: true;
  readonly installed: InstalledConnector;
  readonly override: MetadataOverride;
  readonly config: JsonObject;
  readonly instance: Connector;
  readonly issuer: string | null;
}

export interface BrokenConnector {
  readonly isReady: false;
  readonly installed: InstalledConnector | undefined;
  readonly override: MetadataOverride;
  /** As it is stored, when it could be read. */
  readonly config: JsonObject | undefined;
  readonly problem: ConnectorProblem;
}

/**
 * Opens a stored connector: its package, configuration and instance. What is wrong with it is told in the result, so that
 * one bad row leaves the others alone.
 */
export async function openConnector(
  context: HostContext,
  discovery: Discovery,
  row: ConnectorTable,
): Promise<ConnectorState> {
  const installed = discovery.find(row.connector_id);
  const override = storedOverride(row);
  const stored = readStoredConfig(context, row);
  const broken = (problem: ConnectorProblem): BrokenConnector => ({
    isReady: false,
    installed,
    override: override ?? {},
    config: 'config' in stored ? stored.config : undefined,
    problem,
  });

  if (!installed) return broken(packageProblem(discovery, row.connector_id));
  if ('problem' in stored) return broken(stored.problem);
  if (!override || !isAsStored(row, installed, override)) return broken(changedRow);
  try {
    const config = toPlainData(parseConfig(installed.module.configGuard, stored.config));
    if (!isObject(config)) return broken(changedRow);
    const instance = await createInstance(context, installed, config);
    const issuer = await issuerOf(instance);
    // `null` was stored by a version of the package that could not say.
    if (row.issuer !== null && row.issuer !== issuer) return broken(changedRow);
    return { isReady: true, installed, override, config, instance, issuer };
  } catch (error) {
    return broken(problemOf(error));
  }
}

/** The configuration as it is stored, or why it cannot be read. */
export function readStoredConfig(
  { keys }: Pick<HostContext, 'keys'>,
  row: ConnectorTable,
): { readonly config: JsonObject } | { readonly problem: ConnectorProblem } {
  try {
    const config: unknown = JSON.parse(keys.open(row.config, connectorContext(row)));
    if (isObject(config)) return { config };
    return { problem: unreadable('sealed_damaged') };
  } catch (error) {
    const isKeyMissing = HostError.isInstance(error) && error.code !== 'sealed_damaged';
    return { problem: unreadable(isKeyMissing ? 'sealed_wrong_key' : 'sealed_damaged', error) };
  }
}

/** Whether the columns say what the package and the override do. */
function isAsStored(row: ConnectorTable, { module }: InstalledConnector, override: MetadataOverride): boolean {
  const { metadata } = module;
  return (
    hasOwnTarget(row, module.metadata.target, override) &&
    row.type === metadata.type &&
    row.platform === metadata.platform &&
    (row.is_standard === 1) === isStandard(metadata)
  );
}

/** A target is the key of people's identities: where the row names another one, nothing may go on. */
export function hasOwnTarget(
  row: Pick<ConnectorTable, 'target'>,
  packageTarget: string,
  override: MetadataOverride,
): boolean {
  return row.target === (override.target ?? packageTarget);
}

/** For columns that do not fit the package. */
export const changedRow: ConnectorProblem = {
  code: 'row_changed',
  message: 'The row of this connector does not fit its package and configuration.',
  hint: 'It was changed outside the program, or the package was replaced by a version that describes itself otherwise. Save the connector again, install the earlier version, or remove the connector and add it anew.',
};

function unreadable(code: 'sealed_wrong_key' | 'sealed_damaged', error?: unknown): ConnectorProblem {
  const cause = HostError.isInstance(error) && error.hint !== undefined ? `${error.hint} ` : '';
  return {
    code,
    message:
      code === 'sealed_wrong_key'
        ? 'The configuration was encrypted with a key that is not here.'
        : 'The encrypted configuration was changed, or moved from another row.',
    hint: `${cause}Or save the connector with a complete configuration, secrets included, or remove it.`,
  };
}

function problemOf(error: unknown): ConnectorProblem {
  if (ConnectorError.isInstance(error) && error.code === 'invalid_config') {
    return {
      code: 'invalid_config',
      message: 'The configuration does not fit the installed version of the package.',
      hint: `${error.hint ?? ''}\nSave the connector with a configuration that fits, or install the earlier version.`.trim(),
    };
  }
  const hint = HostError.isInstance(error) || ConnectorError.isInstance(error) ? error.hint : undefined;
  return {
    code: 'connector_failed',
    message: 'The package fails to make a connector of this configuration.',
    hint: hint ?? 'Install another version of the package, or remove the connector.',
  };
}
