import type { Finding } from '@jackfield/oauth-kit';
import * as z from 'zod';
import type { Opened } from './opened.ts';
import { credentialHints } from './token-errors.ts';

const errorGuard = z.object({ error: z.string() });

/**
 * Tries the client credentials with a code that cannot exist. GitHub looks at the client first: an unknown id, a wrong
 * secret and a wrong code are answered differently. Nobody is signed in.
 */
export async function examineCredentials({ client, config, endpoints }: Opened): Promise<Finding> {
  const { runtime, settings } = client;
  const form = new URLSearchParams({
    client_id: config.clientId,
    client_secret: config.clientSecret,
    code: `jackfield-diagnosis-${Buffer.from(runtime.random.bytes(16)).toString('base64url')}`,
  });
  const request = {
    url: endpoints.token,
    method: 'POST',
    headers: {
      ...settings.headers,
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'jackfield',
    },
    body: form.toString(),
  };
  const { status, data } = await runtime.egress.json(request, errorGuard);
  switch (data.error) {
    case 'bad_verification_code':
    case 'redirect_uri_mismatch':
      return { status: 'pass', detail: 'GitHub accepts the client id and the client secret.' };
    case 'incorrect_client_credentials':
      return { status: 'fail', detail: 'GitHub refuses the client secret.', fix: credentialHints.clientSecret };
    case 'Not Found':
      return { status: 'fail', detail: 'GitHub does not know the client id.', fix: credentialHints.clientId };
    default:
      return {
        status: 'warn',
        detail: `GitHub's answer (HTTP ${status}) does not tell whether it accepts the client.`,
        fix: 'Try again later. If it stays so, check enterpriseUrl.',
      };
  }
}
