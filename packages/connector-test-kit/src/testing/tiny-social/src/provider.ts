import { ConnectorError, type ConnectorErrorCode, type Runtime, type SocialUserInfo } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { TinySocialConfig } from './config.ts';

const tokensGuard = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  token_type: z.string(),
  expires_in: z.number().optional(),
});
const errorGuard = z.object({ error: z.string(), error_description: z.string().optional() });
const profileGuard = z.object({ sub: z.string(), email: z.string(), email_verified: z.boolean(), name: z.string() });

/** What an `invalid_grant` means depends on the grant. */
interface TokenRequest {
  form: Readonly<Record<string, string>>;
  refusedGrant: ConnectorErrorCode;
}

/** Asks the token endpoint. */
export async function requestTokens(
  config: TinySocialConfig,
  runtime: Runtime,
  { form, refusedGrant }: TokenRequest,
): Promise<z.infer<typeof tokensGuard>> {
  const { clientId, clientSecret, origin } = config;
  const body = new URLSearchParams({ ...form, client_id: clientId, client_secret: clientSecret }).toString();
  const request = { url: `${origin}/token`, method: 'POST', body };
  const { status, data } = await runtime.egress.json(request, z.union([tokensGuard, errorGuard]));
  if (!('error' in data)) return data;
  throw new ConnectorError(codeOf(status, data.error, refusedGrant), {
    hint: 'The provider refused the request for tokens.',
    details: { providerCode: data.error, providerDescription: data.error_description ?? '' },
    secrets: [clientSecret, ...Object.values(form)],
  });
}

function codeOf(status: number, error: string, refusedGrant: ConnectorErrorCode): ConnectorErrorCode {
  if (status === 429) return 'rate_limit_exceeded';
  return error === 'invalid_grant' ? refusedGrant : 'invalid_config';
}

/** Asks who the person is. */
export async function requestUser(
  { origin }: TinySocialConfig,
  runtime: Runtime,
  token: string,
): Promise<SocialUserInfo> {
  const request = { url: `${origin}/me`, headers: { authorization: `Bearer ${token}` } };
  const { data } = await runtime.egress.json(request, profileGuard);
  const address = data.email_verified ? { email: data.email } : { unverifiedEmail: data.email };
  return { id: data.sub, issuer: origin, ...address, name: data.name, rawData: { ...data } };
}
