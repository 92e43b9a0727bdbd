import type { Actor } from '../audit/audit.ts';
import { type ApiToken, findApiToken } from '../api-tokens/api-tokens.ts';
import { findOperatorSession } from '../api-tokens/operator-sessions.ts';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import type { OperatorCookie } from './operator-cookie.ts';

/** Who calls. */
export interface Caller {
  /** How: with a token, or from the console with a cookie that stands for one. */
  readonly kind: 'token' | 'session';
  readonly token: ApiToken;
  readonly actor: Actor;
}

/**
 * Says who calls. A request with a header `authorization` is judged by that alone.
 *
 * @throws `unauthorized`
 */
export async function findCaller(context: HostContext, cookie: OperatorCookie, request: Request): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const presented = /^bearer +(\S+)$/i.exec(authorization)?.[1];
    const token = presented === undefined ? undefined : await findApiToken(context, presented);
    if (token) return { kind: 'token', token, actor: `token:${token.id}` };
    throw new HostError('unauthorized', { hint: 'The token is not known, has ended, or was revoked. Make a new one.' });
  }
  const session = cookie.read(request);
  const token = session === undefined ? undefined : await findOperatorSession(context, session);
  if (token) return { kind: 'session', token, actor: `operator:${token.id}` };
  throw new HostError('unauthorized', {
    hint: 'Send a token in the header "authorization: Bearer jf_…". The command "jackfield tokens create" makes the first.',
  });
}

/** @throws `forbidden` when the caller's token may only read */
export function requireWrite({ token }: Caller): void {
  if (token.scope !== 'write') {
    throw new HostError('forbidden', { hint: 'This needs a token with the scope "write".' });
  }
}
