import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { LogtoSettings } from '../settings.ts';
import type { Answer, Call, HttpClient } from './http-client.ts';
import { commonRefusal, readRefusal, refused, roleMissing } from './refusal.ts';

/** Lenient: `expires_in` may be missing or a text (RFC 6749 §5.1). */
const tokenGuard = z.looseObject({
  access_token: z
    .string()
    .min(1)
    .max(16_384)
    .regex(/^[\x21-\x7E]+$/),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .optional(),
  expires_in: z.coerce.number().nonnegative().optional().catch(undefined),
  scope: z.string().optional(),
});

export type TokenAnswer = z.output<typeof tokenGuard>;

/** Milliseconds before its end at which a token is renewed; at most a tenth of its life. */
const margin = 60_000;

/** The tenant's access token: fetched when it is needed, once for all who wait, and renewed before it expires. */
export class AccessToken {
  readonly #fetch: () => Promise<TokenAnswer>;
  readonly #clock: Runtime['clock'];
  #current: { value: string; renewAt: number } | undefined;
  #fetching: Promise<string> | undefined;

  constructor(fetch: () => Promise<TokenAnswer>, clock: Runtime['clock']) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** @throws as {@link requestToken}; `invalid_config` when the token carries no right */
  async get(): Promise<string> {
    if (this.#current && this.#clock.now() < this.#current.renewAt) return this.#current.value;
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** Forgets a token that was refused, unless it was renewed meanwhile. */
  discard(value: string): void {
    if (this.#current?.value === value) this.#current = undefined;
  }

  async #renew(): Promise<string> {
    const { access_token: value, expires_in, scope } = await this.#fetch();
    if (!grantsAll(scope)) throw new ConnectorError('invalid_config', { hint: roleMissing });
    const life = (expires_in ?? Number.POSITIVE_INFINITY) * 1000;
    this.#current = { value, renewAt: this.#clock.now() + life - Math.min(margin, life / 10) };
    return value;
  }
}

/** Whether a token may do everything. Logto answers 200 without `scope` to an application that has no role. */
export function grantsAll(scope: string | undefined): boolean {
  return (scope ?? '').split(' ').includes('all');
}

/**
 * Asks for a token by client credentials (RFC 6749 §4.4), as Logto wants it for the Management API.
 *
 * @throws `invalid_config` when application, secret or resource is refused; as {@link HttpClient.send}
 */
export async function requestToken(
  http: HttpClient,
  settings: LogtoSettings,
  clock: Runtime['clock'],
  onAnswer?: Call<unknown>['onAnswer'],
): Promise<TokenAnswer> {
  const { tokenUrl, resource, clientId, clientSecret } = settings;
  const { data } = await http.send({
    method: 'POST',
    url: tokenUrl,
    headers: { authorization: basic(clientId, clientSecret) },
    form: { grant_type: 'client_credentials', resource, scope: 'all' },
    guard: tokenGuard,
    refusal: (answer, subject) =>
      refused(answer, subject, meaning(answer) ?? commonRefusal(answer.status, subject), [clientSecret], clock.now()),
    ...(onAnswer && { onAnswer }),
  });
  return data;
}

function meaning(answer: Answer<unknown>): { code: 'invalid_config'; hint: string } | undefined {
  const { status, providerCode } = readRefusal(answer);
  const code = 'invalid_config';
  if (status === 401) {
    return { code, hint: 'Logto refuses the app secret. Copy clientSecret again from the application in the console.' };
  }
  if (providerCode === 'invalid_client') {
    return {
      code,
      hint: 'Logto does not know the application. Check clientId, and that baseUrl is the tenant it is in.',
    };
  }
  if (providerCode === 'invalid_target') {
    const hint =
      'Logto does not know the resource. Set resource to the API identifier of "Logto Management API", which the console shows under API resources.';
    return { code, hint };
  }
  if (providerCode === 'unauthorized_client' || providerCode === 'invalid_grant') {
    return { code, hint: 'The application may not use client credentials. Create one of the type machine-to-machine.' };
  }
  if (status === 404)
    return {
      code,
      hint: 'There is no token endpoint at tokenUrl. Check baseUrl: the Logto endpoint, not the console.',
    };
  return undefined;
}

/** RFC 6749 §2.3.1: both parts are form-encoded first. */
function basic(clientId: string, clientSecret: string): string {
  const encoded = [clientId, clientSecret].map((part) => new URLSearchParams({ '': part }).toString().slice(1));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}
