/**
 * Runs in a folder in which the test kit was installed, and is the provider behind one connector.
 *
 * Arguments: the connector's package; a redirect URI. Questions: `{}` → {@link Introduction};
 * `{ visit: <authorization URL> }` → `{ callback }`; `{ read: true }` → `{ text }`, everything that was sent.
 */
import { answerParent } from './answer-parent.ts';
import type { Way } from './runtime.ts';

/** What someone needs to know to use the provider. */
export interface Introduction {
  /** The connector's configuration. */
  config: object;
  way: Way;
  /** What the server of the connector's README reads from its environment. */
  environment: Record<string, string>;
  /** What a sign-in brings, or what a sync has to count. */
  expected: Record<string, unknown>;
  /** Who can be written to. */
  recipient: string;
}

interface Fake {
  introduction: Partial<Introduction> & Pick<Introduction, 'config'>;
  visit?: (url: string) => Promise<URL>;
  read?: () => string;
}

const [connector = '', redirectUri = ''] = process.argv.slice(2);
const loopback: Way = { privateHosts: ['127.0.0.1', 'localhost'] };
const ada = { name: 'Ada Lovelace', email: 'ada@example.test' };

const fakes: Record<string, () => Promise<Fake>> = {
  async '@jackfield/oidc-standard'() {
    const { demoPeople, startOidcProvider } = await import('@jackfield/connector-test-kit/oidc');
    const provider = await startOidcProvider({ redirectUris: [redirectUri] });
    const { issuer, clientId, clientSecret } = provider;
    return {
      introduction: {
        config: { issuer, clientId, clientAuthentication: { method: 'client_secret_basic', clientSecret } },
        environment: { ISSUER: issuer, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
        expected: { ...ada, issuer, id: demoPeople[0].sub },
      },
      visit: (url) => provider.signIn(url),
    };
  },

  async '@jackfield/oauth-standard'() {
    const { oauthPeople, startOAuthProvider } = await import('@jackfield/connector-test-kit/oauth');
    const provider = await startOAuthProvider({ shape: 'discord' });
    const { endpoints, clientId, clientSecret } = provider;
    return {
      introduction: {
        config: {
          clientId,
          clientAuthentication: { method: 'client_secret_basic', clientSecret },
          authorizationEndpoint: endpoints.authorize,
          tokenEndpoint: endpoints.token,
          scope: 'identify email',
          userInfo: { endpoint: endpoints.userinfo },
          profile: { id: 'id', email: 'email', emailVerified: 'verified', name: 'global_name' },
        },
        environment: {
          CLIENT_ID: clientId,
          CLIENT_SECRET: clientSecret,
          AUTHORIZATION_ENDPOINT: endpoints.authorize,
          TOKEN_ENDPOINT: endpoints.token,
          USER_INFO_ENDPOINT: endpoints.userinfo,
        },
        expected: { ...ada, issuer: provider.origin, id: oauthPeople.verified.id },
      },
      visit: (url) => provider.callbackFor(url),
    };
  },

  async '@jackfield/github'() {
    const { demoGithubPeople, startGithub } = await import('@jackfield/connector-test-kit/github');
    const github = await startGithub();
    const { enterpriseUrl, issuer, clientId, clientSecret } = github;
    return {
      introduction: {
        config: { clientId, clientSecret, enterpriseUrl },
        environment: { GITHUB_ENTERPRISE_URL: enterpriseUrl, CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
        expected: { ...ada, issuer, id: String(demoGithubPeople[0].id) },
      },
      visit: (url) => github.callbackFor(url),
    };
  },

  async '@jackfield/google'() {
    const { googlePeople, startGoogleProvider } = await import('@jackfield/connector-test-kit/google');
    const google = await startGoogleProvider();
    const { issuer, clientId, clientSecret, egress } = google;
    const [{ address } = { address: '' }] = await egress.lookup('accounts.google.com');
    return {
      introduction: {
        config: { clientId, clientSecret },
        way: { proxy: egress.proxy, ca: egress.ca, address },
        environment: { CLIENT_ID: clientId, CLIENT_SECRET: clientSecret },
        expected: { ...ada, issuer, id: googlePeople.ada.sub },
      },
      visit: (url) => google.callbackFor(url),
    };
  },

  async '@jackfield/smtp-email'() {
    const { startSmtpServer } = await import('@jackfield/connector-test-kit/smtp');
    const server = await startSmtpServer();
    const { port, ca, user, password, mails } = server;
    return {
      introduction: {
        config: {
          host: 'localhost',
          port,
          ca,
          auth: { kind: 'login', user, password },
          from: { address: 'no-reply@example.test' },
        },
        environment: { SMTP_PASSWORD: password },
        recipient: 'ada@example.test',
      },
      read: () => mails.map(({ envelope, text }) => `${envelope.to.join()}: ${text}`).join('\n'),
    };
  },

  async '@jackfield/twilio-sms'() {
    const { startTwilio } = await import('@jackfield/connector-test-kit/sms');
    const { accountSid, apiKeySid, apiKeySecret, phoneNumber, proxy, ca, messages } = await startTwilio();
    return {
      introduction: {
        config: {
          credentials: { kind: 'api-key', accountSid, apiKeySid, apiKeySecret },
          sender: { kind: 'number', phoneNumber },
          allowedCountries: ['US'],
        },
        way: { proxy, ca },
        environment: {
          TWILIO_ACCOUNT_SID: accountSid,
          TWILIO_API_KEY_SID: apiKeySid,
          TWILIO_API_KEY_SECRET: apiKeySecret,
          TWILIO_NUMBER: phoneNumber,
        },
        recipient: '+14155550100',
      },
      read: () => messages.map(({ to, body }) => `${to}: ${body}`).join('\n'),
    };
  },

  async '@jackfield/logto-governance'() {
    const { startLogto } = await import('@jackfield/connector-test-kit/logto');
    const { baseUrl, tokenUrl, resource, clientId, clientSecret } = await startLogto();
    return {
      introduction: {
        config: { baseUrl, tokenUrl, resource, clientId, clientSecret },
        environment: { LOGTO_CLIENT_ID: clientId, LOGTO_CLIENT_SECRET: clientSecret },
        expected: { state: 'Connected' },
      },
    };
  },
};

const start = fakes[connector];
if (start === undefined) throw new Error(`No fake provider is known for ${connector}.`);
const { introduction, visit, read } = await start();

answerParent(async (question) => {
  if (typeof question !== 'object' || question === null) throw new Error('This is no question.');
  if ('visit' in question && visit) return { callback: await visit(String(question.visit)) };
  if ('read' in question && read) return { text: read() };
  return { way: loopback, environment: {}, expected: {}, recipient: '', ...introduction } satisfies Introduction;
});
