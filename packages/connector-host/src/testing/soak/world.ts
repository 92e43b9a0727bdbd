import {
  type OAuthPerson,
  type OAuthProvider,
  oauthPeople,
  startOAuthProvider,
} from '@jackfield/connector-test-kit/oauth';
import { type OidcProvider, type Person, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { type FakeTwilio, startTwilio } from '@jackfield/connector-test-kit/sms';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import type { CreateConnector } from '../../connectors/connectors.ts';
import type { HostTask } from './task.ts';

/** Ids of the connectors that are there from the start, and stay. */
export const fixedIds = { oauth: 'soak-oauth', oidc: 'soak-oidc', sms: 'soak-sms', changed: 'soak-changed' } as const;

/** Everything that the hosts speak to, in the process of the soak: what happens to them does not happen to it. */
export interface World {
  readonly oauth: OAuthProvider;
  readonly oidc: OidcProvider;
  readonly smtp: FakeSmtpServer;
  readonly twilio: FakeTwilio;
  readonly egress: HostTask['egress'];
  /** What the hosts start with. */
  readonly connectors: readonly (CreateConnector & { readonly id: string })[];
  close(): Promise<void>;
}

/** Who signs in by OpenID Connect. */
export const oidcPeople: readonly Person[] = Array.from({ length: 12 }, (_, index) => ({
  sub: `oidc-${index}`,
  name: `Person ${index}`,
  email: `oidc-${index}@example.test`,
  email_verified: true,
}));

/** Somebody of the OAuth provider; the same for the same number. */
export function oauthPerson(number: number): OAuthPerson {
  const id = String(70_000_000_000_000_000n + BigInt(number));
  return { ...oauthPeople.verified, id, username: id, email: `oauth-${id}@example.test` };
}

/** @param publicUrl of the hosts */
export async function startWorld(publicUrl: string): Promise<World> {
  const opened: { close(): Promise<void> }[] = [];
  const open = async <Opened extends { close(): Promise<void> }>(opening: Promise<Opened>): Promise<Opened> => {
    const one = await opening;
    opened.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
  };
  try {
    const smtp = await open(startSmtpServer());
    const twilio = await open(startTwilio());
    const oauth = await open(startOAuthProvider());
    const redirectUris = [`${publicUrl}/callback/${fixedIds.oidc}`];
    const oidc = await open(startOidcProvider({ people: oidcPeople, redirectUris, refreshTokens: 'always' }));
    const privateHosts = [new URL(oidc.issuer).host, new URL(oauth.origin).host, `${smtp.host}:${smtp.port}`];
    return {
      smtp,
      twilio,
      oauth,
      oidc,
      egress: { privateHosts, proxy: twilio.proxy, ca: twilio.ca },
      connectors: [
        { id: fixedIds.oauth, ...oauthConnector(oauth, 'soak-oauth') },
        { id: fixedIds.changed, ...oauthConnector(oauth, 'soak-changed') },
        { id: fixedIds.oidc, ...oidcConnector(oidc) },
        { id: fixedIds.sms, ...smsConnector(twilio) },
        { id: 'soak-mail', ...mailConnector(smtp) },
      ],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One of many: each with a target of its own. */
export function oauthConnector(
  { clientId, clientSecret, endpoints }: Pick<OAuthProvider, 'clientId' | 'clientSecret' | 'endpoints'>,
  target: string,
): CreateConnector {
  return {
    connectorId: 'oauth-standard',
    metadata: { target, name: { en: target } },
    tokenStorage: true,
    config: {
      clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret },
      authorizationEndpoint: endpoints.authorize,
      tokenEndpoint: endpoints.token,
      userInfo: { endpoint: endpoints.userinfo },
      profile: { id: 'id', email: 'email', emailVerified: 'email_verified', name: 'name' },
    },
  };
}

function oidcConnector({ issuer, clientId, clientSecret }: OidcProvider): CreateConnector {
  return {
    connectorId: 'oidc-standard',
    metadata: { target: 'soak-oidc' },
    tokenStorage: true,
    config: { issuer, clientId, clientAuthentication: { method: 'client_secret_basic', clientSecret } },
  };
}

/** The e-mail connector. */
export function mailConnector({ host, port, ca, user, password }: FakeSmtpServer): CreateConnector {
  return {
    connectorId: 'smtp-email',
    config: { host, port, ca, auth: { kind: 'login', user, password }, from: { address: 'no-reply@example.test' } },
  };
}

function smsConnector({ accountSid, apiKeySid, apiKeySecret, phoneNumber }: FakeTwilio): CreateConnector {
  return {
    connectorId: 'twilio-sms',
    config: {
      credentials: { kind: 'api-key', accountSid, apiKeySid, apiKeySecret },
      sender: { kind: 'number', phoneNumber },
      allowedCountries: ['US'],
    },
  };
}
