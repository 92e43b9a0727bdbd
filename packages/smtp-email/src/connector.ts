import type {
  ConfigSource,
  ConnectorOptions,
  EmailConnector,
  GetI18nEmailTemplate,
  Runtime,
} from '@jackfield/connector-kit';
import { configGuard, type SmtpEmailConfig } from './config.ts';
import { loadedOnce } from './loaded-once.ts';
import { metadata } from './metadata.ts';
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
  return {
    type: metadata.type,
    metadata,
    configGuard,
    async sendMessage(message, unsavedConfig) {
      const settings = unsavedConfig === undefined ? await getSettings() : parseSettings(unsavedConfig);
      const { sendMessage } = await loadSending();
      const runtime = await runtimeOf(options);
      return sendMessage(message, settings, { runtime, ...(getI18nEmailTemplate && { getI18nEmailTemplate }) });
    },
    async *diagnose() {
      const { diagnose } = await import('./diagnose.ts');
      yield* diagnose(getSettings, await runtimeOf(options));
    },
  };
}

/** What connects is loaded when it is needed: it takes longer than everything else of this package. */
const loadSending = loadedOnce(() => import('./send-message.ts'));
const loadEgress = loadedOnce(() => import('@jackfield/egress'));

async function runtimeOf({ runtime }: ConnectorOptions): Promise<Runtime> {
  if (runtime !== undefined) return runtime;
  const { defaultRuntime } = await loadEgress();
  return defaultRuntime();
}

/** A given configuration is checked once, here; one that is looked up, at every use. */
function settingsSource({ config, getConfig }: SmtpEmailOptions): () => Promise<SmtpSettings> {
  if (getConfig) return async () => parseSettings(await getConfig(metadata.id));
  const settings = parseSettings(config);
  return async () => settings;
}
