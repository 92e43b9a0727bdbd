import { json } from '../oidc/scripted/answer.ts';
import type { Answer, ReceivedRequest } from '../oidc/scripted/variant.ts';
import { ignores } from '../oidc/scripted/world.ts';
import type { GoogleWorld } from './world.ts';

/** Google tells an unknown client from a wrong secret. Only `client_secret_post` is understood here. */
export function refuseClient(world: GoogleWorld, request: ReceivedRequest): Answer | undefined {
  const { form } = request;
  const { clientId, clientSecret } = world.client;
  if (ignores(world, 'client')) return undefined;
  if (form.get('client_id') !== clientId) return refused('invalid_client', 'The OAuth client was not found.', 401);
  if (!form.has('client_secret')) return refused('invalid_request', 'client_secret is missing.', 400);
  if (form.get('client_secret') !== clientSecret) {
    return refused('invalid_client', 'The provided client secret is invalid.', 401);
  }
  request.clientAuthentication = 'client_secret_post';
  return undefined;
}

const refused = (error: string, description: string, status: number): Answer =>
  json({ error, error_description: description }, status);
