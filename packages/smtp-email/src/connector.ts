import type { ConfigSource, ConnectorOptions, EmailConnector, GetI18nEmailTemplate } from '@jackfield/connector-kit';
import { defaultRuntime } from '@jackfield/egress';
import { configGuard, type SmtpEmailConfig } from './config.ts';
import { diagnose } from './diagnose.ts';
import { metadata } from './metadata.ts';
import { sendMessage } from './send-message.ts';
import { parseSettings, type SmtpSettings } from './settings.ts';

/** What {@link createSmtpEmail} takes. */
export type SmtpEmailOptions = ConfigSource<SmtpEmailConfig> &
  ConnectorOptions & {
    /** Templates kept elsewhere; looked up before the configuration's own. */
    getI18nEmailTemplate?: GetI18nEmailTemplate;
  };

/**
 * Creates an e-mail connector. Nothing is connected to before the first message.
 *
 * @throws `invalid_config` naming every wrong field, when `config` is given
 */
export async function createSmtpEmail(options: SmtpEmailOptions): Promise<EmailConnector> {
  const { getI18nEmailTemplate } = options;
  const getSettings = settingsSource(options);
  const tools = () => ({
    runtime: options.runtime ?? defaultRuntime(),
    ...(getI18nEmailTemplate && { getI18nEmailTemplate }),
  });
  return {
    type: metadata.type,
    metadata,
    configGuard,
    async sendMessage(message, unsavedConfig) {
      const settings = unsavedConfig === undefined ? await getSettings() : parseSettings(unsavedConfig);
      return sendMessage(message, settings, tools());
    },
    diagnose: () => diagnose(getSettings, tools().runtime),
  };
}

/** A given configuration is checked once, here; one that is looked up, at every use. */
function settingsSource({ config, getConfig }: SmtpEmailOptions): () => Promise<SmtpSettings> {
  if (getConfig) return async () => parseSettings(await getConfig(metadata.id));
  const settings = parseSettings(config);
  return async () => settings;
}
