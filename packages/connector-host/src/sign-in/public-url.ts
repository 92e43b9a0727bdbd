import { HostError } from '../host-error.ts';

/** Where browsers reach the host: from the settings only, never from `Host` or `X-Forwarded-*`. */
export interface PublicUrl {
  /** `https://login.example.com` */
  readonly origin: string;
  /** The origin, with the path if there is one, without a slash at the end. */
  readonly base: string;
  readonly isSecure: boolean;
  /** What providers send people back to, and have to know: `<publicUrl>/callback/<id>`. */
  redirectUri(connectorId: string): string;
}

const loopbackHosts = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** @throws `invalid_request` when it is not an https URL (or http on loopback) of an origin or a path */
export function parsePublicUrl(publicUrl: string): PublicUrl {
  const url = URL.canParse(publicUrl) ? new URL(publicUrl) : undefined;
  const isSecure = url?.protocol === 'https:';
  const isLoopback = url?.protocol === 'http:' && loopbackHosts.test(url.hostname);
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!url || !isPlain || !(isSecure || isLoopback)) {
    throw new HostError('invalid_request', {
      hint: 'publicUrl must be the https address at which browsers reach the host, such as https://login.example.com; http only on this machine.',
    });
  }
  const base = (url.origin + url.pathname).replace(/\/+$/, '');
  return {
    origin: url.origin,
    base,
    isSecure,
    redirectUri: (connectorId) => `${base}/callback/${encodeURIComponent(connectorId)}`,
  };
}
