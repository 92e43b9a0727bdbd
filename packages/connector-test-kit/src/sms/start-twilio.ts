import { type Certificates, issueCertificates } from '../tls.ts';
import { answerRequest } from './api.ts';
import { startFront } from './front.ts';
import type { ReceivedRequest, SentMessage, TwilioAccount, TwilioState } from './state.ts';
import { type CallbackOptions, createCallback } from './status-callbacks.ts';
import type { TwilioVariant } from './variants.ts';

export interface TwilioOptions extends Partial<TwilioAccount> {
  /** ISO 3166-1 codes of the countries that the account may send to. Default US, GB, DE. */
  countries?: readonly string[];
  /** Behind the variants with a bad certificate. Default: new ones. */
  certificates?: Certificates;
}

/** A Twilio on this machine that can misbehave in every way of `twilioVariants`. */
export interface FakeTwilio extends TwilioAccount {
  /**
   * A proxy on loopback. An outbound policy with this `proxy` and this `ca` reaches the fake at Twilio's own host names,
   * also those of edges and regions; every other host is refused there.
   */
  readonly proxy: string;
  /** PEM. */
  readonly ca: string;
  /** Every message that was taken, oldest first. */
  readonly messages: readonly SentMessage[];
  /** Every request that reached the API, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Behaves like this from the next request or connection on. */
  use(variant: TwilioVariant): void;
  /** Enables these countries, and no others. */
  enableCountries(countries: readonly string[]): void;
  /** A status callback about a message, signed as Twilio does; or forged, by `options.fault`. */
  statusCallback(url: string, messageSid: string, status: string, options?: CallbackOptions): Request;
  /** Forgets messages and requests, and is honest again. */
  reset(): void;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

const defaultCountries = ['US', 'GB', 'DE'];

/** Starts a fake Twilio on a free port of 127.0.0.1. It is honest until {@link FakeTwilio.use} says otherwise. */
export async function startTwilio(options: TwilioOptions = {}): Promise<FakeTwilio> {
  const { countries = defaultCountries, certificates = await issueCertificates() } = options;
  const account: TwilioAccount = {
    accountSid: options.accountSid ?? `AC${'a'.repeat(32)}`,
    authToken: options.authToken ?? 'fake-auth-token',
    apiKeySid: options.apiKeySid ?? `SK${'b'.repeat(32)}`,
    apiKeySecret: options.apiKeySecret ?? 'fake-api-key-secret',
    phoneNumber: options.phoneNumber ?? '+14155550199',
    shortCode: options.shortCode ?? '89454',
    messagingServiceSid: options.messagingServiceSid ?? `MG${'c'.repeat(32)}`,
  };
  const state: TwilioState = {
    variant: 'honest',
    account,
    enabledCountries: new Set(countries),
    messages: [],
    requests: [],
  };
  const front = await startFront(
    (request, response) => void answerRequest(state, request, response).catch(() => response.destroy()),
    () => state.variant,
    certificates,
  );
  return {
    ...account,
    proxy: front.proxy,
    ca: front.ca,
    messages: state.messages,
    requests: state.requests,
    use(variant) {
      state.variant = variant;
    },
    enableCountries(enabled) {
      state.enabledCountries = new Set(enabled);
    },
    statusCallback: (url, messageSid, status, callbackOptions) =>
      createCallback(account, { url, messageSid, status }, callbackOptions),
    reset() {
      state.messages.length = 0;
      state.requests.length = 0;
      state.variant = 'honest';
      state.enabledCountries = new Set(countries);
    },
    close: () => front.close(),
  };
}
