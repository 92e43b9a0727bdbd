import { createRequire } from 'node:module';
import * as z from 'zod';
import type { SdkHttpClient } from './http-client.ts';
import { loginOf, type TwilioSettings } from './settings.ts';

/**
 * The part of Twilio's SDK that is used. Its own declarations cannot be compiled without others that it does not bring.
 * Everything that it gives is checked by the guards of `responses.ts`.
 */
export interface TwilioClient {
  readonly messages: { create(message: Readonly<Record<string, string | number>>): Promise<unknown> };
  readonly incomingPhoneNumbers: Pages<{ phoneNumber?: string }>;
  readonly shortCodes: Pages<{ shortCode: string }>;
  readonly api: { readonly v2010: { accounts(sid: string): Fetchable } };
  readonly messaging: { readonly v1: { services(sid: string): MessagingService } };
  readonly accounts: { readonly v1: { readonly messagingGeopermissions: Fetchable } };
}

/** A messaging service and its pool of senders. */
interface MessagingService extends Fetchable {
  readonly phoneNumbers: Pages<object>;
  readonly shortCodes: Pages<object>;
  readonly alphaSenders: Pages<object>;
}

interface Fetchable {
  fetch(): Promise<unknown>;
}

/** A list, of which only single pages are taken: the SDK's own `list` follows links to next pages without end. */
interface Pages<Filter> {
  page(options: Filter & { pageSize: number }): Promise<unknown>;
}

interface SdkOptions {
  accountSid: string;
  httpClient: SdkHttpClient;
  edge: string;
  region: string;
  logLevel: string;
}

type Sdk = (username: string, password: string, options: SdkOptions) => TwilioClient;

const sdkGuard = z.custom<Sdk>((value) => typeof value === 'function');

let loadedSdk: Sdk | undefined;

/** Loads the SDK, which takes a quarter of a second. */
function loadSdk(): Sdk {
  loadedSdk ??= sdkGuard.parse(createRequire(import.meta.url)('twilio'));
  return loadedSdk;
}

/** Makes a client that calls out by `httpClient`; the SDK is loaded for the first. */
export function openTwilioClient(settings: TwilioSettings, httpClient: SdkHttpClient): TwilioClient {
  const { username, password } = loginOf(settings.credentials);
  return loadSdk()(username, password, {
    accountSid: settings.credentials.accountSid,
    httpClient,
    // An empty text keeps the SDK from looking into the environment.
    edge: settings.edge ?? '',
    region: settings.region ?? '',
    logLevel: '',
  });
}
