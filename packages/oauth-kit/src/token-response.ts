import { ConnectorError, type EgressResponse, type TokenResponse } from '@jackfield/connector-kit';
import * as z from 'zod';
import { readJsonOrForm } from './answer-body.ts';
import { answerError } from './provider-errors.ts';
import { tokenErrorIn, type TokenRequest } from './token-errors.ts';

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

/**
 * Reads an answer of the token endpoint.
 *
 * @throws by the provider's error code or the HTTP status; `invalid_response` when the answer has another form
 */
export function readTokenResponse(response: EgressResponse, request: TokenRequest): TokenResponse {
  const { status } = response;
  const body = readJsonOrForm(response);
  const failure = tokenErrorIn(response, body, request);
  if (failure) throw failure;
  if (status < 200 || status > 299) {
    const { url, client } = request;
    throw answerError(response, { label: 'The token endpoint', url, now: client.runtime.clock.now() });
  }
  const parsed = tokenResponseGuard.safeParse(body);
  if (parsed.success) return withoutUndefined(parsed.data);
  const fields = new Set(
    parsed.error.issues.map((issue) => String(issue.path[0] ?? 'everything (it is not a JSON object)')),
  );
  throw new ConnectorError('invalid_response', {
    hint: `In the token endpoint's answer these are missing or wrong: ${[...fields].join(', ')}. Check its address.`,
  });
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
