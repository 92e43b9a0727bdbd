import type { ConfigSource, ConnectorOptions, SmsConnector } from '@jackfield/connector-kit';
import { configGuard, type TwilioSmsConfig } from './config.ts';
import { loadedOnce } from './loaded-once.ts';
import { metadata } from './metadata.ts';
import type { TwilioSmsReceipt } from './send-message.ts';
import { parseSettings, type TwilioSettings } from './settings.ts';
import {
  type StatusCallback,
  type StatusCallbackOptions,
  type StatusCallbackRequest,
  verifyStatusCallback,
} from './status-callback.ts';

/** What {@link createTwilioSms} takes. */
export type TwilioSmsOptions = ConfigSource<TwilioSmsConfig> & ConnectorOptions;

/** A connector that sends SMS through Twilio. */
export interface TwilioSmsConnector extends SmsConnector<TwilioSmsReceipt> {
  /**
   * Checks that a status callback is Twilio's, for this account and this configuration, and reads it.
   *
   * The signature covers `statusCallback.url` as it is configured, so that no `Host` or forwarding header matters. It
   * covers neither time nor order: a genuine callback can be replayed. Pass `claim` to refuse one that came before, and
   * do not let a later callback take back a final status.
   *
   * @see https://www.twilio.com/docs/usage/security#validating-requests
   * @throws `invalid_request_parameters` when it is unsigned, foreign, altered or claimed before; `invalid_config` when
   *   the configuration has no status callback, or no auth token to check it with
   */
  verifyStatusCallback(request: StatusCallbackRequest, options?: StatusCallbackOptions): Promise<StatusCallback>;
}

/**
 * Creates an SMS connector. Nothing is connected to, and Twilio's SDK is not loaded, before the first message.
 *
 * @throws `invalid_config` naming every wrong field, when `config` is given
 */
export async function createTwilioSms(options: TwilioSmsOptions): Promise<TwilioSmsConnector> {
  const getSettings = settingsSource(options);
  return {
    type: metadata.type,
    metadata,
    configGuard,
    async sendMessage(message, unsavedConfig) {
      const settings = unsavedConfig === undefined ? await getSettings() : parseSettings(unsavedConfig);
      const { sendMessage } = await loadSending();
      return await sendMessage(message, settings, options.runtime ?? (await loadEgress()).defaultRuntime());
    },
    async verifyStatusCallback(request, callbackOptions) {
      return verifyStatusCallback(request, await getSettings(), callbackOptions);
    },
    async *diagnose() {
      const { diagnose } = await import('./diagnose.ts');
      yield* diagnose(getSettings, options.runtime ?? (await loadEgress()).defaultRuntime());
    },
  };
}

/** What calls out is loaded when it is needed: it takes longer than everything else of this package. */
const loadSending = loadedOnce(() => import('./send-message.ts'));
const loadEgress = loadedOnce(() => import('@jackfield/egress'));

/** A given configuration is checked once, here; one that is looked up, at every use. */
function settingsSource({ config, getConfig }: TwilioSmsOptions): () => Promise<TwilioSettings> {
  if (getConfig) return async () => parseSettings(await getConfig(metadata.id));
  const settings = Promise.resolve(parseSettings(config));
  return () => settings;
}
