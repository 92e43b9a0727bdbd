import { parseObject } from '../oidc/json.ts';
import { json } from '../oidc/scripted/answer.ts';
import { authenticateClient } from '../oidc/scripted/client-authentication.ts';
import type { Answer, ReceivedRequest, Variant } from '../oidc/scripted/variant.ts';
import { ignores, type World } from '../oidc/scripted/world.ts';
import type { ProviderShape } from './shapes/shape.ts';

/**
 * Refuses a client that proves who it is in a way that this provider does not take.
 *
 * @returns `undefined` when there is nothing against the way; whether the proof is good is judged later
 */
export function refuseMethod(
  world: World,
  { clientAuthentication, paths }: ProviderShape,
  request: ReceivedRequest,
): Answer | undefined {
  const { issuer } = world.context;
  const way = authenticateClient(request, world.client, [issuer, issuer + paths.token]);
  if (way === undefined || clientAuthentication.includes(way) || ignores(world, 'client')) return undefined;
  return json({ error: 'invalid_client' }, 401);
}

/** The shape, as what is done to the answers of the standards before any variant is. */
export function asShaped({ tokens, tokenError, revoked, pkce }: ProviderShape): Variant {
  return {
    description: 'Answers in the form of its shape.',
    ...(pkce === 'ignored' ? { ignores: ['pkce'] } : {}),
    ...(tokens ? { tokens } : {}),
    answers: {
      token(answer) {
        if (answer.status < 400 || !tokenError) return answer;
        return tokenError(String(parseObject(answer.body).error), answer.status);
      },
      revocation: (answer) => (answer.status < 400 && revoked ? revoked : answer),
    },
  };
}
