import {
  type ConfigSource,
  type ConnectorOptions,
  createConfigReader,
  type EmailConnector,
  type GetI18nEmailTemplate,
  parseConfig,
} from '@jackfield/connector-kit';
import { defaultRuntime } from '@jackfield/egress';
import { configGuard, type SpecimenConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { sendMessage } from './send-message.ts';

/** What {@link createSpecimen} takes. */
export type SpecimenOptions = ConfigSource<SpecimenConfig> &
  ConnectorOptions & {
    /** Templates kept elsewhere; looked up before the configuration's own. */
    getI18nEmailTemplate?: GetI18nEmailTemplate;
  };

/**
 * Makes a connector to Specimen. Nothing is called before the first message.
 *
 * @throws `invalid_config` naming every wrong field
 */
export async function createSpecimen(options: SpecimenOptions): Promise<EmailConnector> {
  const readConfig = createConfigReader(configGuard, metadata.id, options);
  const runtime = () => options.runtime ?? defaultRuntime();
  return {
    type: metadata.type,
    metadata,
    configGuard,
    async sendMessage(message, unsavedConfig) {
      const config = unsavedConfig === undefined ? await readConfig() : parseConfig(configGuard, unsavedConfig);
      return sendMessage(message, config, { ...options, runtime: runtime() });
    },
    diagnose: () => diagnose(readConfig, runtime()),
  };
}
