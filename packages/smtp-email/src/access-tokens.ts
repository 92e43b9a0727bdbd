import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import { retryAfterSeconds } from '@jackfield/egress';
import * as z from 'zod';
import { abortable } from './abortable.ts';
import type { SmtpSettings } from './settings.ts';

export type OAuth2Settings = Extract<SmtpSettings['auth'], { kind: 'oauth2' }>;

/** RFC 6749 §5.1 and §5.2, as providers answer them. */
const tokenAnswerGuard = z.object({
  access_token: z.string().min(1).optional(),
  expires_in: z.union([z.number(), z.string()]).optional(),
  error: z.string().optional(),
  error_description: z.string().optional(),
});

type TokenAnswer = z.output<typeof tokenAnswerGuard>;

/** Kept shorter than it lasts, so that it does not end on the way. */
const margin = 60_000;
/** For an answer without `expires_in`. */
const usualLifetime = 300;

/** Fetches access tokens from the token endpoint and keeps the newest; callers at the same time share one request. */
export class AccessTokens {
  readonly #settings: OAuth2Settings;
  readonly #runtime: Pick<Runtime, 'egress' | 'clock'>;
  #kept: { accessToken: string; until: number } | undefined;
  #request: Promise<string> | undefined;

  constructor(settings: OAuth2Settings, runtime: Pick<Runtime, 'egress' | 'clock'>) {
    this.#settings = settings;
    this.#runtime = runtime;
  }

  /**
   * @throws `invalid_config` when the provider refuses the client or the grant, naming the field; `provider_unavailable`,
   *   `rate_limit_exceeded`, `invalid_response`, `egress_refused`
   */
  async get(signal: AbortSignal): Promise<{ accessToken: string; fromCache: boolean }> {
    const kept = this.#kept;
    if (kept && kept.until > this.#runtime.clock.now()) return { accessToken: kept.accessToken, fromCache: true };
    this.#request ??= this.#fetch().finally(() => {
      this.#request = undefined;
    });
    return { accessToken: await abortable(this.#request, signal), fromCache: false };
  }

  /** Forgets a token that the mail server refused. */
  discard(accessToken: string): void {
    if (this.#kept?.accessToken === accessToken) this.#kept = undefined;
  }

  async #fetch(): Promise<string> {
    const { clock, egress } = this.#runtime;
    const { status, headers, data } = await egress.json(this.#tokenRequest(), tokenAnswerGuard);
    if (status !== 200 || data.access_token === undefined) throw this.#refusal(status, headers, data);
    const seconds = Number(data.expires_in ?? usualLifetime);
    const lifetime = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 86_400) * 1000 : 0;
    this.#kept = { accessToken: data.access_token, until: clock.now() + lifetime - margin };
    return data.access_token;
  }

  /** RFC 6749 §6, or §4.4 without a refresh token. */
  #tokenRequest(): Parameters<Runtime['egress']['json']>[0] {
    const { tokenEndpoint, clientId, clientSecret, refreshToken, scope } = this.#settings;
    const grant: Record<string, string> =
      refreshToken === undefined
        ? { grant_type: 'client_credentials' }
        : { grant_type: 'refresh_token', refresh_token: refreshToken };
    const form = { ...grant, client_id: clientId, client_secret: clientSecret, ...(scope !== undefined && { scope }) };
    return {
      url: tokenEndpoint,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    };
  }

  #refusal(status: number, headers: Readonly<Record<string, string>>, answer: TokenAnswer): ConnectorError {
    const { clientSecret, refreshToken = '' } = this.#settings;
    const details = {
      ...(answer.error !== undefined && { providerCode: answer.error }),
      ...(answer.error_description !== undefined && { providerDescription: answer.error_description }),
    };
    const options = { details, secrets: [clientSecret, refreshToken] };
    if (status === 429) {
      const seconds = retryAfterSeconds(headers['retry-after'], this.#runtime.clock.now());
      return new ConnectorError('rate_limit_exceeded', {
        ...options,
        hint: 'The token endpoint wants fewer requests.',
        ...(seconds !== undefined && { retryAfter: seconds }),
      });
    }
    if (status >= 500) {
      return new ConnectorError('provider_unavailable', { ...options, hint: 'The token endpoint is out of order.' });
    }
    const hint = answer.error === undefined ? undefined : hints[answer.error];
    if (hint !== undefined) return new ConnectorError('invalid_config', { ...options, hint });
    return new ConnectorError('invalid_response', { ...options, hint: 'The token endpoint gave no access token.' });
  }
}

/** RFC 6749 §5.2: what has to be changed. */
const hints: Partial<Record<string, string>> = {
  invalid_client: 'The token endpoint refuses `auth.clientId` or `auth.clientSecret`.',
  unauthorized_client: 'The application of `auth.clientId` may not use this grant. Allow it at the provider.',
  invalid_grant:
    'The token endpoint refuses `auth.refreshToken`: it has expired, was revoked, or belongs to another application. Grant a new one.',
  invalid_scope: 'The token endpoint refuses `auth.scope`.',
  unsupported_grant_type:
    'The token endpoint does not know this grant. Check `auth.tokenEndpoint` and `auth.refreshToken`.',
  invalid_request: 'The token endpoint misses something in the request. Check `auth.scope` and `auth.tokenEndpoint`.',
};
