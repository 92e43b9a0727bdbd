import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type AdapterFactory, type Configuration, interactionPolicy, type JWK } from 'oidc-provider';
import { scopeClaims } from '../people.ts';
import type { ProviderBehaviour } from './behaviour.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';

const hour = 60 * 60;
const day = 24 * hour;
const newKeys = promisify(generateKeyPair);

/** Sets oidc-provider up so that nothing of it is left at a default that it warns of. */
export async function providerConfiguration(
  adapter: AdapterFactory,
  { people, refreshTokens, claimsIn }: ProviderBehaviour,
): Promise<Configuration> {
  return {
    adapter,
    jwks: { keys: await signingKeys() },
    cookies: {
      keys: [randomBytes(32).toString('base64url')],
      names: { session: 'demo_provider_session', interaction: 'demo_provider_step', resume: 'demo_provider_resume' },
    },
    responseTypes: ['code'],
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access', 'profile', 'email', 'phone'],
    claims: {
      openid: ['sub'],
      profile: [...scopeClaims.profile],
      email: [...scopeClaims.email],
      phone: [...scopeClaims.phone],
    },
    conformIdTokenClaims: claimsIn === 'userinfo',
    interactions: { policy: promptPolicy() },
    findAccount: (_context, id) => {
      const person = people.find(({ sub }) => sub === id);
      return person && { accountId: id, claims: () => ({ ...person }) };
    },
    issueRefreshToken: (_context, client, code) =>
      client.grantTypeAllowed('refresh_token') && (refreshTokens === 'always' || code.scopes.has('offline_access')),
    expiresWithSession: () => false,
    clientBasedCORS: () => false,
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = errorPage(error, description);
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      resourceIndicators: { enabled: false },
      revocation: { enabled: true, allowedPolicy: (_context, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => {
          context.body = signOutPage(form);
        },
        postLogoutSuccessSource: (context) => {
          context.body = signedOutPage();
        },
      },
    },
    ttl: {
      AccessToken: hour,
      AuthorizationCode: 60,
      Grant: day,
      IdToken: hour,
      Interaction: hour,
      RefreshToken: day,
      Session: day,
    },
  };
}

/** What may be asked for as `prompt`: `none`, `login`, `consent`, and `select_account`, all on the same page. */
function promptPolicy(): interactionPolicy.Prompt[] {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }));
  return policy;
}

/** For RS256 and PS256, ES256, and EdDSA. */
async function signingKeys(): Promise<JWK[]> {
  const pairs = await Promise.all([
    newKeys('rsa', { modulusLength: 2048 }),
    newKeys('ec', { namedCurve: 'P-256' }),
    newKeys('ed25519'),
  ]);
  return pairs.map(({ privateKey }) => {
    const jwk: JWK = privateKey.export({ format: 'jwk' });
    return Object.assign(jwk, { kid: randomBytes(8).toString('hex'), use: 'sig' });
  });
}
