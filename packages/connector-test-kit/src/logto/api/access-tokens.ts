import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { LogtoRefusal } from '../tenant/refusal.ts';

interface AccessToken {
  /** Milliseconds since the epoch. */
  expiresAt: number;
  scope: string | undefined;
}

/** The access tokens that were handed out. */
export class AccessTokens {
  readonly #tokens = new Map<string, AccessToken>();

  /** @param lifetime seconds */
  issue(lifetime: number, scope: string | undefined): string {
    const token = randomBytes(32).toString('base64url');
    this.#tokens.set(token, { expiresAt: Date.now() + lifetime * 1000, scope });
    return token;
  }

  /** Every token so far is expired from now on. */
  expireAll(): void {
    for (const token of this.#tokens.values()) token.expiresAt = 0;
  }

  /** Every token so far loses its scope. */
  stripAll(): void {
    for (const token of this.#tokens.values()) token.scope = undefined;
  }

  clear(): void {
    this.#tokens.clear();
  }

  /** @throws LogtoRefusal 401 without a good token, 403 when its scope does not allow the Management API */
  check({ authorization }: IncomingHttpHeaders): void {
    if (authorization === undefined) throw unauthorized('auth.authorization_header_missing');
    const value = /^Bearer (.+)$/.exec(authorization)?.[1];
    if (value === undefined) throw unauthorized('auth.authorization_token_type_not_supported');
    const token = this.#tokens.get(value);
    if (!token) throw unauthorized('auth.unauthorized', 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
    if (token.expiresAt <= Date.now()) throw unauthorized('auth.unauthorized', 'ERR_JWT_EXPIRED');
    if (token.scope === 'all') return;
    throw new LogtoRefusal(403, 'auth.forbidden', 'Forbidden. Check the roles and permissions.');
  }
}

const unauthorized = (code: string, reason?: string): LogtoRefusal =>
  new LogtoRefusal(401, code, 'Unauthorized. Check the credentials.', reason ? { code: reason } : undefined);
