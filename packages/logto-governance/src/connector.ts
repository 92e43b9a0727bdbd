import {
  ConnectorError,
  type ConfigSource,
  type ConnectorOptions,
  createConfigReader,
  type GovernanceConnector,
  type ResourceType,
  type SyncOptions,
  type SyncResult,
} from '@jackfield/connector-kit';
import { defaultRuntime } from '@jackfield/egress';
import { configGuard, type LogtoGovernanceConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { toSettings } from './settings.ts';
import { runSync } from './sync/sync.ts';

/** What {@link createLogtoGovernance} takes. */
export type LogtoGovernanceOptions = ConfigSource<LogtoGovernanceConfig> & ConnectorOptions;

/** What {@link LogtoGovernance.sync} takes. */
export interface LogtoSyncOptions extends SyncOptions {
  /** How many of the last snapshots are kept; the last sealed one always is. Default 10. */
  readonly keep?: number;
  /** Seconds of work that a killed process may lose. Default 10. */
  readonly checkpointEvery?: number;
}

/** A connector to one Logto tenant. */
export interface LogtoGovernance extends GovernanceConnector {
  sync(options: LogtoSyncOptions): Promise<SyncResult>;
}

/** What is read of a tenant. */
const resourceTypes: readonly ResourceType[] = [
  { id: 'user', displayName: 'User', traits: ['user'], sync: true, provision: false },
  { id: 'organization', displayName: 'Organization', traits: ['group'], sync: true, provision: false },
  { id: 'organization-role', displayName: 'Organization role', traits: ['role'], sync: true, provision: false },
];

/**
 * Makes a connector to a Logto tenant. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field, when `config` is given
 */
export async function createLogtoGovernance(options: LogtoGovernanceOptions): Promise<LogtoGovernance> {
  const readSettings = createConfigReader(configGuard, metadata.id, options, toSettings);
  const runtime = () => options.runtime ?? defaultRuntime();
  return {
    type: metadata.type,
    metadata,
    configGuard,
    capabilities: () => resourceTypes,
    sync: async ({ keep = 10, checkpointEvery = 10, ...rest }) => {
      checkNumbers({ keep, checkpointEvery });
      const settings = await readSettings();
      return runSync({ ...rest, keep, checkpointInterval: checkpointEvery * 1000, settings, runtime: runtime() });
    },
    diagnose: () => diagnose(readSettings, runtime()),
  };
}

function checkNumbers({ keep, checkpointEvery }: { keep: number; checkpointEvery: number }): void {
  if (Number.isSafeInteger(keep) && keep >= 1 && checkpointEvery >= 0) return;
  throw new ConnectorError('invalid_request_parameters', {
    hint: 'keep is a whole number of at least 1, and checkpointEvery a number of seconds.',
  });
}
