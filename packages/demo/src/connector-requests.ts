import type { GithubConfig } from '@jackfield/github';
import type { GoogleConfig } from '@jackfield/google';
import type { LogtoGovernanceConfig } from '@jackfield/logto-governance';
import type { OAuthStandardConfig } from '@jackfield/oauth-standard';
import type { OidcStandardConfig } from '@jackfield/oidc-standard';
import type { SmtpEmailConfig } from '@jackfield/smtp-email';
import type { TwilioSmsConfig } from '@jackfield/twilio-sms';
import { connectorIds } from './connector-ids.ts';
import type { World } from './world.ts';

/** What the API takes to make a connector. */
export interface ConnectorRequest {
  readonly id: string;
  readonly connectorId: string;
  readonly config: object;
  readonly metadata?: object;
  readonly tokenStorage?: boolean;
  readonly allowIssuer?: string;
}

/** Every connector of the demonstration. */
export function connectorRequests(world: World): readonly ConnectorRequest[] {
  return [
    oidc(world),
    oauth(world),
    github(world),
    google,
    email(world.mailServer, connectorIds.email),
    sms(world),
    logto(world),
  ];
}

/** The e-mail connector that takes the first one's place. */
export function otherEmail({ otherMailServer }: World): ConnectorRequest {
  return email(otherMailServer, connectorIds.otherEmail);
}

function oidc({ provider: { issuer, clientId, clientSecret } }: World): ConnectorRequest {
  return {
    id: connectorIds.oidc,
    connectorId: 'oidc-standard',
    metadata: { target: 'demo', name: { en: 'Demo provider', de: 'Demo-Anbieter' } },
    tokenStorage: true,
    allowIssuer: issuer,
    config: {
      issuer,
      clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret },
    } satisfies OidcStandardConfig,
  };
}

function oauth({ oauth: { origin, endpoints, clientId, clientSecret } }: World): ConnectorRequest {
  return {
    id: connectorIds.oauth,
    connectorId: 'oauth-standard',
    metadata: { target: 'demo-oauth', name: { en: 'Plain OAuth provider', de: 'OAuth-Anbieter' } },
    allowIssuer: origin,
    config: {
      clientId,
      clientAuthentication: { method: 'client_secret_basic', clientSecret },
      authorizationEndpoint: endpoints.authorize,
      tokenEndpoint: endpoints.token,
      userInfo: { endpoint: endpoints.userinfo },
      profile: { id: 'id' },
    } satisfies OAuthStandardConfig,
  };
}

function github({ github: { enterpriseUrl, issuer, clientId, clientSecret } }: World): ConnectorRequest {
  return {
    id: connectorIds.github,
    connectorId: 'github',
    allowIssuer: issuer,
    config: { clientId, clientSecret, enterpriseUrl } satisfies GithubConfig,
  };
}

/** Nobody can sign in with it: the real Google knows no such client. */
const google: ConnectorRequest = {
  id: connectorIds.google,
  connectorId: 'google',
  config: {
    clientId: '1815-demo.apps.googleusercontent.com',
    clientSecret: 'not-a-real-secret',
  } satisfies GoogleConfig,
};

function email({ host, port, ca, user, password }: World['mailServer'], id: string): ConnectorRequest {
  return {
    id,
    connectorId: 'smtp-email',
    config: {
      host,
      port,
      ca,
      auth: { kind: 'login', user, password },
      from: { address: 'no-reply@example.test', name: 'Jackfield demo' },
    } satisfies SmtpEmailConfig,
  };
}

function sms({ twilio: { accountSid, apiKeySid, apiKeySecret, phoneNumber } }: World): ConnectorRequest {
  return {
    id: connectorIds.sms,
    connectorId: 'twilio-sms',
    config: {
      credentials: { kind: 'api-key', accountSid, apiKeySid, apiKeySecret },
      sender: { kind: 'number', phoneNumber },
      allowedCountries: ['US', 'GB', 'DE'],
    } satisfies TwilioSmsConfig,
  };
}

function logto({ logto: { baseUrl, clientId, clientSecret } }: World): ConnectorRequest {
  return {
    id: connectorIds.logto,
    connectorId: 'logto-governance',
    config: { baseUrl, clientId, clientSecret } satisfies LogtoGovernanceConfig,
  };
}
