import { configJsonSchema } from '@jackfield/connector-kit/schema';
import type { Connector } from '@jackfield/connector-kit';
import type { ConnectorTable } from '../database/tables.ts';
import type { ConnectorState, ReadyConnector } from './connector-state.ts';
import type { ConnectorView, LiveConnector } from './connectors.ts';
import { type MaskedConfig, maskSecrets } from './mask-secrets.ts';
import { appearance } from './metadata-override.ts';

/** What an operator sees of a stored connector. */
export function toView(row: ConnectorTable, state: ConnectorState): ConnectorView {
  const { override, installed } = state;
  return {
    id: row.id,
    connectorId: row.connector_id,
    type: row.type,
    target: row.target,
    platform: row.platform,
    issuer: state.isReady ? state.issuer : row.issuer,
    isStandard: row.is_standard === 1,
    ...appearance(override, installed),
    metadata: override,
    syncProfile: row.sync_profile === 1,
    tokenStorage: row.token_storage === 1,
    ...maskedConfig(state),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(!state.isReady && { problem: state.problem }),
  };
}

/** Without the package nobody knows what is secret. */
function maskedConfig({ installed, config }: ConnectorState): MaskedConfig {
  if (!installed || !config) return { config: {}, secretsSet: [] };
  try {
    return maskSecrets(configJsonSchema(installed.module.configGuard), config);
  } catch {
    return { config: {}, secretsSet: [] };
  }
}

export function toLive<Instance extends Connector>(
  row: ConnectorTable,
  { override, installed, issuer }: ReadyConnector,
  instance: Instance,
): LiveConnector<Instance> {
  return {
    id: row.id,
    connectorId: row.connector_id,
    target: row.target,
    platform: row.platform,
    issuer,
    ...appearance(override, installed),
    syncProfile: row.sync_profile === 1,
    tokenStorage: row.token_storage === 1,
    version: row.version,
    instance,
  };
}
