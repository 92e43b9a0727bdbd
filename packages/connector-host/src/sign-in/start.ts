import { randomToken } from '../tokens.ts';
import type { SignInParts } from './parts.ts';
import { redirect } from './responses.ts';
import { checkReturnTo } from './return-url.ts';
import { type Purpose, storeSignIn } from './started-sign-ins.ts';

export interface StartOptions {
  /** Where to go afterwards: a path, or an address on an allowed origin. Default `/`. */
  readonly returnTo?: string;
  /** OpenID Connect Core §3.1.2.1. */
  readonly prompt?: string;
  /** Never pass what came from outside unchecked. */
  readonly loginHint?: string;
  /** Space-separated BCP 47 tags. */
  readonly uiLocales?: string;
}

/**
 * Sends the browser to the provider. The browser gets a cookie that the callback must bring back. It is `SameSite=None` only
 * when the provider will post a form: a `Lax` one does not come with a POST from another site.
 */
export async function startSignIn(
  { context, connectors, settings, publicUrl, cookies }: SignInParts,
  request: Request,
  connectorId: string,
  { returnTo: wanted, ...asked }: StartOptions,
  purpose: Omit<Purpose, 'returnTo'>,
): Promise<Response> {
  const returnTo = checkReturnTo(wanted, { origin: publicUrl.origin, returnOrigins: settings.returnOrigins });
  const { id: connector, instance } = await connectors.useSocial(connectorId);
  const known = cookies.read(request, 'browser');
  const browser = known ?? randomToken(context.random);
  const state = randomToken(context.random);
  const uri = await instance.getAuthorizationUri(
    { ...asked, state, redirectUri: publicUrl.redirectUri(connector), connectorId: connector },
    async (session) => {
      const binding = { state: session.state ?? state, browser, connector };
      await storeSignIn(context, binding, { ...purpose, returnTo }, session);
    },
  );
  const isFormPost = uri.includes('form_post') && new URL(uri).searchParams.get('response_mode') === 'form_post';
  const cookie = cookies.write('browser', browser, { sameSite: isFormPost ? 'None' : 'Lax' });
  // One that is `None` for a form in another tab stays so.
  return redirect(uri, known === undefined || isFormPost ? [cookie] : []);
}
