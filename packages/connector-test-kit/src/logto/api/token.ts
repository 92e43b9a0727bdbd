import { createHash, timingSafeEqual } from 'node:crypto';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { JsonObject } from '../../oidc/json.ts';
import type { LogtoRequest } from './request.ts';
import { json } from './answer.ts';
import type { World } from './world.ts';

/** Seconds. */
const tokenLifetime = 3600;

/** The client credentials grant (RFC 6749 §4.4) with a resource indicator (RFC 8707). */
export function token(world: World, request: LogtoRequest): Answer {
  const form = new URLSearchParams(request.body);
  const { clientId, clientSecret } = credentialsOf(request, form);
  if (clientId !== world.clientId) return refuse(400, 'invalid_client', 'client is not known');
  if (!same(clientSecret, world.clientSecret)) return refuse(401, 'invalid_client', 'client authentication failed');
  if (form.get('grant_type') !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'unsupported grant_type requested');
  }
  if (form.get('resource') !== world.resource) return refuse(400, 'invalid_target', 'resource is missing or unknown');
  const scope = form.get('scope') === 'all' ? 'all' : undefined;
  const honest: JsonObject = { expires_in: tokenLifetime, token_type: 'Bearer', ...(scope ? { scope } : {}) };
  const patched = world.variants.reduce((body, variant) => variant.tokens?.(body, request) ?? body, honest);
  // What the answer says of scope is what the token is good for; its lifetime is a variant's to lie about.
  const accessToken = world.tokens.issue(tokenLifetime, typeof patched.scope === 'string' ? patched.scope : undefined);
  return json({ access_token: accessToken, ...patched });
}

function refuse(status: number, error: string, description: string): Answer {
  return json({ code: `oidc.${error}`, message: description, error, error_description: description }, status);
}

function credentialsOf(
  { headers }: LogtoRequest,
  form: URLSearchParams,
): { clientId: string | null; clientSecret: string | null } {
  const basic = /^Basic (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { clientId: form.get('client_id'), clientSecret: form.get('client_secret') };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':');
  return { clientId: formDecoded(id), clientSecret: formDecoded(secret) };
}

/** RFC 6749 §2.3.1. */
const formDecoded = (value: string): string | null => new URLSearchParams(`value=${value}`).get('value');

const digest = (value: string | null): Buffer =>
  createHash('sha256')
    .update(value ?? '')
    .digest();

const same = (left: string | null, right: string): boolean => timingSafeEqual(digest(left), digest(right));
