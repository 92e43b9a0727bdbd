import type { EgressResponse } from '@jackfield/connector-kit';
import { proveClient } from './client-authentication.ts';
import type { Server } from './server.ts';
import type { OAuthClient } from './settings.ts';

/** Sends a form to an endpoint at which the client proves itself (RFC 6749 §2.3, §3.2). */
export async function postForm(
  client: OAuthClient,
  server: Server,
  url: string,
  parameters: Readonly<Record<string, string>>,
): Promise<EgressResponse> {
  const { settings, runtime } = client;
  const proof = await proveClient(client, server);
  return runtime.egress.request({
    url,
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'jackfield',
      ...proof.headers,
      ...settings.headers,
    },
    body: new URLSearchParams({ ...parameters, ...proof.parameters }).toString(),
  });
}
