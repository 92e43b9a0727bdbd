import { findApiToken } from '../../api-tokens/api-tokens.ts';
import { endOperatorSession, startOperatorSession } from '../../api-tokens/operator-sessions.ts';
import type { HostContext } from '../../context.ts';
import { HostError } from '../../host-error.ts';
import { checkSameOrigin } from '../../sign-in/same-origin.ts';
import type { Caller } from '../caller.ts';
import type { OperatorCookie } from '../operator-cookie.ts';
import { type Route, route } from '../route.ts';
import { answerSchemas, requestSchemas } from '../schemas.ts';

const tag = 'Session';

/**
 * The console's session.
 *
 * @param origin of the host
 */
export function sessionRoutes(context: HostContext, cookie: OperatorCookie, origin: string): readonly Route[] {
  return [
    route({
      method: 'post',
      path: '/session',
      operationId: 'startSession',
      summary: 'Sign in to the console',
      description: 'From pages of this host alone. Sets a cookie that stands for the token; a script cannot read it.',
      tag,
      access: 'public',
      body: requestSchemas.SignIn,
      problems: ['unauthorized', 'cross_site_request'],
      answer: {
        status: 201,
        description: 'Who you are.',
        body: answerSchemas.Session,
        headers: { 'set-cookie': 'The session.' },
      },
      handle: async ({ body, request }) => {
        checkSameOrigin(request, origin);
        const token = await findApiToken(context, body.token);
        if (!token) throw new HostError('unauthorized', { hint: 'The token is not known, has ended, or was revoked.' });
        const old = cookie.read(request);
        if (old !== undefined) await endOperatorSession(context, old);
        const session = await startOperatorSession(context, token);
        const caller: Caller = { kind: 'session', token, actor: `operator:${token.id}` };
        return { body: shown(caller), headers: { 'set-cookie': cookie.begin(session) } };
      },
    }),
    route({
      method: 'get',
      path: '/session',
      operationId: 'getSession',
      summary: 'Say who I am',
      tag,
      access: 'read',
      answer: { status: 200, description: 'Who you are.', body: answerSchemas.Session },
      handle: async ({ caller }) => ({ body: shown(caller) }),
    }),
    route({
      method: 'delete',
      path: '/session',
      operationId: 'endSession',
      summary: 'Sign out of the console',
      tag,
      access: 'public',
      problems: ['cross_site_request'],
      answer: { status: 204, description: 'The session is over.', headers: { 'set-cookie': 'Removes the cookie.' } },
      handle: async ({ request }) => {
        checkSameOrigin(request, origin);
        const value = cookie.read(request);
        if (value !== undefined) await endOperatorSession(context, value);
        return { body: undefined, headers: { 'set-cookie': cookie.end } };
      },
    }),
  ];
}

function shown({ kind, token: { id, name, scope, expiresAt } }: Caller) {
  return { kind, tokenId: id, name, scope, expiresAt };
}
