import type { BrokenConnector } from './broken-connector.ts';
import { brokenSocial } from './social-change.ts';

/** Social connectors with one fault each in how they start a sign-in. */
export const brokenAtTheStart: Readonly<Record<string, BrokenConnector>> = {
  'asks without PKCE': brokenSocial(
    (good) => ({
      getAuthorizationUri: async (...call) =>
        stripped(await good.getAuthorizationUri(...call), 'code_challenge', 'code_challenge_method'),
    }),
    'asks with PKCE S256',
    'keeps the PKCE verifier out of the URL',
    'attack: a code of another session',
  ),
  'puts the verifier and the client secret in the URL': brokenSocial(
    (good, { config }) => ({
      getAuthorizationUri: async (request, setSession) => {
        let verifier: unknown;
        const href = await good.getAuthorizationUri(request, (session) => {
          verifier = session.verifier;
          return setSession(session);
        });
        return `${href}&code_verifier=${String(verifier)}&client_secret=${config?.clientSecret ?? ''}`;
      },
    }),
    'keeps the PKCE verifier out of the URL',
    'keeps the secrets of the configuration out of the URL and the session',
  ),
  'repeats its state': brokenSocial(
    (good) => ({
      getAuthorizationUri: (request, setSession) =>
        good.getAuthorizationUri({ state: 'always-the-same-state-0123456789', ...request }, setSession),
    }),
    'makes state, challenge and nonce anew each time',
    'finds each tab its own session',
    'keeps concurrent sign-ins apart',
    'attack: a code of another session',
  ),
  'ignores the state and the scope of the call': brokenSocial(
    (good) => ({
      getAuthorizationUri: ({ state: _state, scope: _scope, ...request }, setSession) =>
        good.getAuthorizationUri(request, setSession),
    }),
    'uses the state that it is given',
    'uses the scope of the call instead of the configured one',
    'works as Logto calls it',
    'refuses a host without sessions, unless told that it has none',
  ),
  'sends the browser to any redirect URI': brokenSocial(
    (good) => ({
      getAuthorizationUri: async (request, setSession) => {
        const redirectUri = 'https://app.test/callback';
        const url = new URL(await good.getAuthorizationUri({ ...request, redirectUri }, setSession));
        url.searchParams.set('redirect_uri', request.redirectUri);
        return url.href;
      },
    }),
    'stores one session, as JSON, under its state',
    'refuses a redirect URI that is not absolute, has a fragment, or runs a script',
  ),
};

function stripped(href: string, ...names: string[]): string {
  const url = new URL(href);
  for (const name of names) url.searchParams.delete(name);
  return url.href;
}
