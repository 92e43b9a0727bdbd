import { type ApiToken, createApiToken, listApiTokens, revokeApiToken } from '../../api-tokens/api-tokens.ts';
import type { HostContext } from '../../context.ts';
import { HostError } from '../../host-error.ts';
import { type Route, route } from '../route.ts';
import { answerSchemas, requestSchemas } from '../schemas.ts';

const tag = 'Tokens';

/** The tokens of the API. */
export function tokenRoutes(context: HostContext): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/tokens',
      operationId: 'listTokens',
      summary: 'List the tokens of the API',
      tag,
      access: 'write',
      answer: {
        status: 200,
        description: 'All that were not revoked, without the tokens themselves.',
        body: answerSchemas.TokenList,
      },
      handle: async () => ({ body: await listApiTokens(context) }),
    }),
    route({
      method: 'post',
      path: '/tokens',
      operationId: 'createToken',
      summary: 'Make a token',
      description: 'It never outlives the token that makes it.',
      tag,
      access: 'write',
      body: requestSchemas.CreateToken,
      answer: { status: 201, description: 'The token, shown this once.', body: answerSchemas.CreatedToken },
      handle: async ({ body, caller }) => {
        const request = { ...body, expiresAt: expiryWithin(caller.token, body.expiresAt) };
        const { token, info } = await createApiToken(context, request, caller.actor);
        return { body: { ...info, token } };
      },
    }),
    route({
      method: 'delete',
      path: '/tokens/{id}',
      operationId: 'revokeToken',
      summary: 'Revoke a token',
      description: 'Sessions of the console that were begun with it end, too.',
      tag,
      parameter: 'The token’s id.',
      access: 'write',
      answer: { status: 204, description: 'It is of no use any more.' },
      handle: async ({ id, caller }) => {
        await revokeApiToken(context, id, caller.actor);
        return { body: undefined };
      },
    }),
  ];
}

/** Else whoever holds a token for a day could hold the API for good. */
function expiryWithin(own: ApiToken, wanted: number | null | undefined): number | null {
  if (wanted === undefined || own.expiresAt === null) return wanted ?? own.expiresAt;
  if (wanted !== null && wanted <= own.expiresAt) return wanted;
  throw new HostError('forbidden', { hint: 'expiresAt: the new token would outlive the one that makes it.' });
}
