import type { Runtime } from '@jackfield/connector-kit';
import { AccessTokens } from './access-tokens.ts';
import type { SmtpSettings } from './settings.ts';

/** What a session logs in with. */
export type Credentials =
  | { user: string; password: string }
  | {
      user: string;
      accessToken: string;
      /** Forgets the token, when it came from the cache: the server may have revoked it. */
      discard?: () => void;
    };

/**
 * The credentials that the settings name; an access token is fetched where it has to be.
 *
 * @throws `invalid_config`, `provider_unavailable`, `rate_limit_exceeded`, `egress_refused`, `invalid_response`
 */
export async function credentialsFor(
  { auth }: Pick<SmtpSettings, 'auth'>,
  runtime: Runtime,
  signal: AbortSignal,
): Promise<Credentials | undefined> {
  switch (auth.kind) {
    case 'none':
      return undefined;
    case 'login':
      return { user: auth.user, password: auth.password };
    case 'access-token':
      return { user: auth.user, accessToken: auth.accessToken };
    case 'oauth2': {
      const lease = runtime.caches.lease(
        'smtp-access-token',
        [auth, runtime.egress.fingerprint],
        () => new AccessTokens(auth, runtime),
      );
      try {
        const tokens = lease.value;
        const { accessToken, fromCache } = await tokens.get(signal);
        return { user: auth.user, accessToken, ...(fromCache && { discard: () => tokens.discard(accessToken) }) };
      } finally {
        lease.release();
      }
    }
  }
}
