import {
  type ConfigSource,
  ConnectorError,
  type ConnectorOptions,
  type DiagnosticStep,
  type EmailConnector,
  type GetI18nEmailTemplate,
  parseConfig,
  type Runtime,
} from '@jackfield/connector-kit';
import { configGuard, type TinyEmailConfig } from './config.ts';
import { metadata } from './metadata.ts';
import { sendMessage } from './send-message.ts';

export type TinyEmailOptions = ConfigSource<TinyEmailConfig> &
  ConnectorOptions & { getI18nEmailTemplate?: GetI18nEmailTemplate };

/** An e-mail connector as small as the contract allows. */
export async function createTinyEmail(options: TinyEmailOptions): Promise<EmailConnector> {
  const { getConfig, getI18nEmailTemplate } = options;
  const saved = getConfig === undefined ? parseConfig(configGuard, options.config) : undefined;
  const readConfig = async () => saved ?? parseConfig(configGuard, await getConfig?.(metadata.id));
  const network = (): Runtime => {
    if (options.runtime !== undefined) return options.runtime;
    throw new ConnectorError('provider_unavailable', { hint: 'Pass a runtime.' });
  };
  return {
    type: 'Email',
    metadata,
    configGuard,
    sendMessage: async (message, unsavedConfig) => {
      const config = unsavedConfig === undefined ? await readConfig() : parseConfig(configGuard, unsavedConfig);
      return sendMessage({ message, config, runtime: network(), getI18nEmailTemplate });
    },
    diagnose: () => examine(async () => network().egress.request({ url: (await readConfig()).endpoint })),
  };
}

async function* examine(reach: () => Promise<unknown>): AsyncGenerator<DiagnosticStep> {
  const step = { id: 'carrier', title: 'Reach the carrier' };
  try {
    await reach();
    yield { ...step, status: 'pass', detail: 'It answers.' };
  } catch {
    yield { ...step, status: 'fail', detail: 'It cannot be asked.', fix: 'Check the configuration and the address.' };
  }
}
