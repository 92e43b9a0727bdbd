import {
  type ConfigSource,
  ConnectorError,
  type ConnectorOptions,
  createConfigReader,
  type GovernanceConnector,
  type ResourceType,
} from '@jackfield/connector-kit';
import { defaultRuntime } from '@jackfield/egress';
import { configGuard, type SpecimenConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { runSync } from './sync.ts';

/** What {@link createSpecimen} takes. */
export type SpecimenOptions = ConfigSource<SpecimenConfig> & ConnectorOptions;

const resourceTypes: readonly ResourceType[] = [
  { id: 'user', displayName: 'User', traits: ['user'], sync: true, provision: false },
  { id: 'group', displayName: 'Group', traits: ['group'], sync: true, provision: false },
];

/**
 * Makes a connector to Specimen. Nothing is called before it is used.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createSpecimen(options: SpecimenOptions): Promise<GovernanceConnector> {
  const readConfig = createConfigReader(configGuard, metadata.id, options);
  const runtime = () => options.runtime ?? defaultRuntime();
  return {
    type: metadata.type,
    metadata,
    configGuard,
    capabilities: () => resourceTypes,
    async sync(syncOptions) {
      if (typeof syncOptions.database !== 'string' || syncOptions.database === '') {
        throw new ConnectorError('invalid_request_parameters', {
          hint: 'A sync needs `database`, the path of the file that keeps the snapshots.',
        });
      }
      return runSync(syncOptions, await readConfig(), runtime());
    },
    diagnose: () => diagnose(readConfig, runtime()),
  };
}
