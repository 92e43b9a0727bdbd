import { HostError } from '../host-error.ts';
import { codeOf } from '../users/revoke-tokens.ts';
import type { SignInParts } from './parts.ts';
import { json, redirect, wantsJson } from './responses.ts';
import { checkReturnTo } from './return-url.ts';
import { checkSameOrigin } from './same-origin.ts';
import type { EndedSession } from './sessions.ts';

export interface SignOutOptions {
  /** Where to go when the provider has no session to end. Default `/`. */
  readonly returnTo?: string;
  /** Ends all sessions of the person, and revokes the provider's tokens. */
  readonly everywhere?: boolean;
}

/**
 * Ends the session. Browsers go on to the provider, to end its session too, where it has such an address; programs are told
 * it as `endSessionUri`. Signing out twice succeeds.
 *
 * @throws `cross_site_request`, `invalid_request`; `sign_in_required` when nobody is signed in who could be everywhere
 */
export async function signOut(
  parts: SignInParts,
  request: Request,
  { returnTo: wanted, everywhere = false }: SignOutOptions,
): Promise<Response> {
  const { publicUrl, settings, sessions, users } = parts;
  checkSameOrigin(request, publicUrl.origin);
  const returnTo = checkReturnTo(wanted, { origin: publicUrl.origin, returnOrigins: settings.returnOrigins });
  const session = everywhere ? await sessions.find(request) : undefined;
  if (everywhere && !session) throw new HostError('sign_in_required', { hint: 'Sign in first.' });
  const ended = await sessions.end(request);
  if (session) await users.signOutEverywhere(session.user.id);
  const endSessionUri = ended && (await endSessionAtProvider(parts, ended));
  const cookies = [sessions.noCookie];
  if (wantsJson(request)) return json({ ...(endSessionUri !== undefined && { endSessionUri }) }, cookies);
  return redirect(endSessionUri ?? returnTo, cookies);
}

/** A provider that cannot, or is down, keeps nobody from signing out here. */
async function endSessionAtProvider(
  { context, connectors, options, publicUrl }: SignInParts,
  { connector, idToken }: EndedSession,
): Promise<string | undefined> {
  if (connector === null || idToken === null) return undefined;
  try {
    const { instance } = await connectors.useSocial(connector);
    return await instance.getEndSessionUri?.({
      idTokenHint: idToken,
      ...(options.returnAfterEndSession && { postLogoutRedirectUri: `${publicUrl.base}/sign-in` }),
    });
  } catch (error) {
    context.log('warn', 'sign_out.provider_session_kept', { connector, code: codeOf(error) });
    return undefined;
  }
}
