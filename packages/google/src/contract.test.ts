import type { SocialSession } from '@jackfield/connector-kit';
import { type Canaries, configurationSuite, leakSuite, packageSuite, socialSuite } from '@jackfield/connector-test-kit';
import { type GoogleVariantName, googlePeople, startGoogleProvider } from '@jackfield/connector-test-kit/google';
import type { Variant, VariantName } from '@jackfield/connector-test-kit/oidc';
import { createRuntime } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import * as module from './index.ts';

const redirectUri = 'https://app.example.test/callback';
const minimal = { clientId: '1815.apps.googleusercontent.com', clientSecret: 'a-secret' };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    {
      ...minimal,
      additionalClientIds: ['1815-ios.apps.googleusercontent.com', '1815-android.apps.googleusercontent.com'],
      scope: 'openid email https://www.googleapis.com/auth/calendar.readonly',
      hostedDomains: ['example.test', 'xn--bcher-kva.example', 'a.b.example.test'],
      authoritativeEmailOnly: true,
      prompt: 'select_account consent',
      offlineAccess: true,
      includeGrantedScopes: true,
    },
  ],
  invalid: [
    { config: { clientId: '', clientSecret: 1 }, fields: ['clientId', 'clientSecret'] },
    { config: { ...minimal, scope: 'email profile' }, fields: ['scope'] },
    { config: { ...minimal, hostedDomains: [] }, fields: ['hostedDomains'] },
    {
      config: { ...minimal, hostedDomains: ['Example.test', '*', 'https://example.test', '@example.test'] },
      fields: ['hostedDomains[0]', 'hostedDomains[1]', 'hostedDomains[2]', 'hostedDomains[3]'],
    },
    { config: { ...minimal, prompt: 'none', offlineAccess: 'true' }, fields: ['prompt', 'offlineAccess'] },
    { config: { ...minimal, additionalClientIds: [''] }, fields: ['additionalClientIds[0]'] },
    { config: { ...minimal, issuer: 'https://evil.example' }, fields: ['issuer'] },
  ],
  secrets: ['clientSecret'],
});

const { ada, mallory } = googlePeople;
const issuer = 'https://accounts.google.com';

socialSuite({
  module,
  start: async () => {
    const google = await startGoogleProvider();
    const runtime = createRuntime({ egress: { ...google.egress, timeout: 2000 } });
    const { clientId, clientSecret } = google;
    const config = { clientId, clientSecret, offlineAccess: true };
    return {
      config,
      otherConfig: { ...config, clientId: '1906.apps.googleusercontent.com' },
      runtime,
      redirectUri,
      people: {
        verified: { id: ada.sub, issuer, name: ada.name, email: ada.email, avatar: ada.picture },
        unverified: {
          id: mallory.sub,
          issuer,
          name: mallory.name,
          unverifiedEmail: mallory.email,
          avatar: mallory.picture,
        },
      },
      signIn: (url, person) => google.callbackFor(url, person === 'verified' ? ada : mallory),
      tokenRequests: () => google.calls.token,
      stopProvider: () => google.close(),
      close: async () => {
        await google.close();
        await runtime.close();
      },
    };
  },
});

/** A fake whose client secret is a canary, and a connector to it. */
async function open(canaries: Canaries) {
  const clientSecret = canaries.secret('client secret');
  const google = await startGoogleProvider({ clientSecret });
  const runtime = createRuntime({ egress: { ...google.egress, timeout: 1000 } });
  onTestFinished(async () => {
    await google.close();
    await runtime.close();
  });
  const connector = await module.createGoogle({ config: { clientId: google.clientId, clientSecret }, runtime });
  return { google, connector };
}

/** A sign-in at a Google with these variants, up to what becomes of the callback. */
const signIn =
  (
    variants: readonly (VariantName | GoogleVariantName | Variant)[],
    change: (callback: URLSearchParams) => void = () => {},
  ) =>
  async (canaries: Canaries) => {
    const { google, connector } = await open(canaries);
    google.use(...variants);
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    const callback = (await google.callbackFor(url)).searchParams;
    change(callback);
    return connector.getUserInfo(callback, () => session);
  };

const echo = (canaries: Canaries): Variant => ({
  description: 'An error that holds a canary.',
  callback: (parameters) =>
    new URLSearchParams({
      error: 'server_error',
      error_description: canaries.text('description'),
      state: parameters.get('state') ?? '',
      iss: parameters.get('iss') ?? '',
    }),
});

leakSuite({
  module,
  provoke: {
    invalid_config: [
      async (canaries) =>
        module.createGoogle({ config: { clientSecret: canaries.secret('client secret'), scope: 'x' } as never }),
      signIn(['google/client-secret-wrong']),
      signIn(['google/client-deleted']),
    ],
    invalid_request_parameters: [
      signIn(['callback/code-duplicated']),
      async (canaries) => {
        const { connector } = await open(canaries);
        const form = { g_csrf_token: canaries.secret('token'), credential: '' };
        return connector.verifyOneTap({ form, cookie: `g_csrf_token=${form.g_csrf_token}` }, { nonce: null });
      },
    ],
    session_invalid: [
      signIn([], (callback) => callback.set('state', 'another')),
      async (canaries) => {
        const { google, connector } = await open(canaries);
        const form = { g_csrf_token: canaries.secret('token'), credential: google.issueIdToken() };
        return connector.verifyOneTap({ form, cookie: `g_csrf_token=${canaries.secret('cookie')}` }, { nonce: null });
      },
    ],
    authorization_failed: async (canaries) => signIn([echo(canaries)])(canaries),
    social_auth_code_invalid: signIn(['token/error-echoes-request']),
    social_invalid_id_token: [signIn(['id-token/bad-signature']), signIn(['id-token/aud-other'])],
    social_invalid_access_token: signIn(['google/claims-at-userinfo-only', 'userinfo/status-401']),
    invalid_response: [signIn(['token/html']), signIn(['google/claims-at-userinfo-only', 'userinfo/sub-other'])],
    egress_refused: signIn(['discovery/token-endpoint-private']),
    provider_unavailable: [signIn(['token/status-503']), signIn(['token/dropped'])],
    rate_limit_exceeded: signIn(['token/status-429']),
  },
  diagnose: async (canaries) => {
    const { google, connector } = await open(canaries);
    google.use('token/error-echoes-request');
    return connector.diagnose();
  },
});
