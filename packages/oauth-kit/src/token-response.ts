import { ConnectorError, type EgressResponse, type TokenResponse } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import * as z from 'zod';
import { answerError, oauthErrorBody, tokenError } from './provider-errors.ts';

/** A value, or `null` for none. */
function nullable<Guard extends z.ZodType>(guard: Guard) {
  return guard
    .nullish()
    .transform((value) => value ?? undefined)
    .optional();
}

const secondsGuard = z.union([
  z.number().nonnegative(),
  z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
]);
const scopeGuard = z.union([z.string(), z.array(z.string()).transform((scopes) => scopes.join(' '))]);

/**
 * RFC 6749 §5.1, with what providers make of it: `null` for absent, `expires_in` as a string, `token_type` in any case,
 * `scope` as a list (Twitch). A token of another type than Bearer could not be used, so it is refused.
 */
const tokenResponseGuard = z.object({
  // RFC 6749 appendix A.12: visible ASCII, so that nothing can break out of an Authorization header.
  access_token: z.string().regex(/^[\x21-\x7E]+$/),
  token_type: z.string().regex(/^bearer$/i),
  id_token: nullable(z.string()),
  refresh_token: nullable(z.string().min(1)),
  expires_in: nullable(secondsGuard),
  scope: nullable(scopeGuard),
});

/** What a token request was for. */
export interface TokenRequest {
  grant: 'code' | 'refresh token';
  url: string;
  /** Milliseconds since the epoch. */
  now: number;
  /** What must not show in an error. */
  secrets: readonly string[];
}

/**
 * Reads an answer of the token endpoint. An `error` in the body counts, whatever the status: some providers send their
 * errors with 200.
 *
 * @throws by the provider's error code or the HTTP status; `invalid_response` when the answer has another form
 */
export function readTokenResponse(response: EgressResponse, { grant, url, now, secrets }: TokenRequest): TokenResponse {
  const { status } = response;
  const body = readBody(response);
  const failure = oauthErrorBody(body);
  if (failure && status !== 429 && status < 500) {
    throw tokenError(failure, grant, { cause: { status, origin: new URL(url).origin }, secrets });
  }
  if (status === 401)
    throw tokenError({ error: 'invalid_client' }, grant, { cause: { status, origin: new URL(url).origin } });
  if (status < 200 || status > 299) throw answerError(response, { label: 'The token endpoint', url, now });
  const parsed = tokenResponseGuard.safeParse(body);
  if (parsed.success) return withoutUndefined(parsed.data);
  const fields = new Set(
    parsed.error.issues.map((issue) => String(issue.path[0] ?? 'everything (it is not a JSON object)')),
  );
  throw new ConnectorError('invalid_response', {
    hint: `In the token endpoint's answer these are missing or wrong: ${[...fields].join(', ')}. Check its address.`,
  });
}

/** JSON, or (GitHub's and Facebook's old form) a URL-encoded form, told apart by the content type. */
function readBody({ headers, body }: EgressResponse): unknown {
  if (headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(new TextDecoder().decode(body)));
  }
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function withoutUndefined({
  access_token,
  token_type,
  ...optional
}: TokenResponse & Record<string, unknown>): TokenResponse {
  const { id_token, refresh_token, expires_in, scope } = optional;
  return {
    access_token,
    token_type,
    ...(id_token === undefined ? {} : { id_token }),
    ...(refresh_token === undefined ? {} : { refresh_token }),
    ...(expires_in === undefined ? {} : { expires_in }),
    ...(scope === undefined ? {} : { scope }),
  };
}
