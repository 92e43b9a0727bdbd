import { HostError } from './host-error.ts';
import { checkTrustedProxies } from './server/client-address.ts';
import { parsePublicUrl } from './sign-in/public-url.ts';

/** How a host behaves. Durations are in milliseconds. */
export interface HostSettings {
  /**
   * Where browsers reach the host, such as `https://login.example.com`: an origin, or one with a path. Never read from a
   * request. Required; http only on loopback.
   */
  readonly publicUrl: string;
  /** Addresses or ranges (CIDR) of reverse proxies whose `X-Forwarded-For` is believed. Default: none. */
  readonly trustedProxies: readonly string[];
  /** Origins that people may be sent back to, besides the host's own. */
  readonly returnOrigins: readonly string[];
  /** How long a person stays signed in. */
  readonly sessionLifetime: number;
}

const dayLength = 24 * 60 * 60_000;

/**
 * The settings with their defaults.
 *
 * @throws `invalid_request` naming what is wrong
 */
export function hostSettings(changes: Partial<HostSettings> & Pick<HostSettings, 'publicUrl'>): HostSettings {
  const settings: HostSettings = {
    trustedProxies: [],
    returnOrigins: [],
    sessionLifetime: 14 * dayLength,
    ...changes,
  };
  parsePublicUrl(settings.publicUrl);
  checkTrustedProxies(settings.trustedProxies);
  const odd = settings.returnOrigins.filter((text) => !URL.canParse(text) || new URL(text).origin !== text);
  if (odd.length > 0) {
    throw new HostError('invalid_request', {
      hint: 'returnOrigins: each is an origin such as https://app.example.com, without a path or a slash at its end.',
    });
  }
  if (!Number.isSafeInteger(settings.sessionLifetime) || settings.sessionLifetime < 1000) {
    throw new HostError('invalid_request', { hint: 'sessionLifetime: is in milliseconds, and at least 1000.' });
  }
  return settings;
}
