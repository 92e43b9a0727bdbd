import type { EmailConnector, Runtime } from '@jackfield/connector-kit';
import {
  type Canaries,
  configurationSuite,
  type DeliveredMessage,
  leakSuite,
  type MessageAdapter,
  messageSuite,
  packageSuite,
} from '@jackfield/connector-test-kit';
import {
  type FakeSmtpServer,
  type ReceivedMail,
  type SmtpServerOptions,
  type SmtpVariant,
  startSmtpServer,
} from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { generateKeyPairSync } from 'node:crypto';
import * as module from './index.ts';
import { configFor, message, testRuntime, testServer } from './testing/setup.ts';

const minimal = {
  host: 'smtp.example.com',
  auth: { kind: 'login', user: 'mailer@example.com', password: 'correct-horse' },
  from: { address: 'no-reply@example.com' },
};
const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    {
      ...minimal,
      port: 2525,
      security: 'none',
      allowCredentialsInClear: true,
      from: { address: 'no-reply@example.com', name: 'Example' },
      replyTo: 'help@example.com',
      servername: 'mail.example.com',
      clientName: 'app.example.com',
      dkim: { domain: 'example.com', selector: 'mail', privateKey },
      headers: { 'X-Stream': 'codes' },
      templates: [
        { type: 'SignIn', languageTag: 'fr', subject: 'Code', content: '{{code}}', contentType: 'text/plain' },
      ],
      timeouts: { connection: 5, greeting: 5, reply: 5, total: 10 },
      pool: { maxConnections: 2, maxMessagesPerConnection: 10, idleTimeout: 5 },
    },
    {
      ...minimal,
      auth: {
        kind: 'oauth2',
        user: 'mailer@example.com',
        clientId: 'client',
        clientSecret: 'secret',
        refreshToken: 'refresh',
        tokenEndpoint: 'https://login.example.com/token',
        scope: 'mail',
      },
    },
    { ...minimal, auth: { kind: 'access-token', user: 'mailer@example.com', accessToken: 'token' } },
    { ...minimal, auth: { kind: 'none' } },
  ],
  invalid: [
    { config: { host: '', auth: { kind: 'login', user: 1 } }, fields: ['host', 'auth.user', 'auth.password', 'from'] },
    { config: { ...minimal, security: 'none' }, fields: ['security'] },
    { config: { ...minimal, port: 22, ca: 'x' }, fields: ['ca'] },
    { config: { ...minimal, headers: { To: 'eve@evil.test' } }, fields: ['headers.To'] },
    { config: { ...minimal, templates: [{ type: 'None' }] }, fields: ['templates[0].type', 'templates[0].subject'] },
  ],
  secrets: ['auth.password', 'auth.clientSecret', 'auth.refreshToken', 'auth.accessToken', 'dkim.privateKey'],
});

interface SmtpAdapter extends MessageAdapter {
  server: FakeSmtpServer;
}

const failing = (
  code: 'invalid_config' | 'recipient_refused' | 'delivery_failed' | 'delivery_unknown' | 'rate_limit_exceeded',
  variant: SmtpVariant,
) => ({
  code,
  arrange: ({ server }: SmtpAdapter) => server.use(variant),
});

messageSuite<SmtpAdapter>({
  module,
  start: startAdapter,
  failures: {
    'wrong password': failing('invalid_config', 'wrong-credentials'),
    'sender refused': failing('invalid_config', 'sender-refused'),
    'recipient refused': failing('recipient_refused', 'recipient-refused'),
    greylisting: failing('delivery_failed', 'greylisting'),
    'rate limit': failing('rate_limit_exceeded', 'rate-limited'),
    'connection lost after DATA': failing('delivery_unknown', 'drop-after-data'),
    'server is down': { code: 'provider_unavailable', arrange: (adapter) => adapter.stopProvider() },
  },
});

leakSuite({
  module,
  provoke: {
    invalid_config: [refusedWith('echoing-refusal'), refusedWith('sender-refused'), echoedToken],
    invalid_request_parameters: async (canaries) =>
      (await connectorWith(canaries)).connector.sendMessage(message({ to: `${canaries.text('local part')}@` })),
    recipient_refused: refusedWith('recipient-refused'),
    delivery_failed: refusedWith('greylisting'),
    delivery_unknown: refusedWith('drop-after-data'),
    rate_limit_exceeded: refusedWith('rate-limited'),
    invalid_response: refusedWith('binary-reply'),
    provider_unavailable: refusedWith('drop-after-connect'),
    egress_refused: async (canaries) => {
      const { connector } = await connectorWith(canaries, {}, testRuntime({ egress: {} }));
      return connector.sendMessage(message({ payload: { code: canaries.secret('code') } }));
    },
  },
  diagnose: async (canaries) => {
    const { connector, server } = await connectorWith(canaries);
    server.use('echoing-refusal');
    return connector.diagnose();
  },
});

async function startAdapter(): Promise<SmtpAdapter> {
  const server = await startSmtpServer();
  const runtime = createRuntime({ egress: { privateHosts: ['localhost'] } });
  const config = { ...configFor(server) };
  let isStopped = false;
  const stopProvider = async (): Promise<void> => {
    if (!isStopped) await server.close();
    isStopped = true;
  };
  return {
    server,
    config,
    configWithTemplate: (template) => ({ ...config, templates: [{ type: 'Generic', ...template }] }),
    runtime,
    to: 'ada@example.org',
    delivered: () => server.mails.map(asDelivered),
    stopProvider,
    async close() {
      await runtime.close();
      await stopProvider();
    },
  };
}

function asDelivered({ envelope, subject = '', text = '', html, headers }: ReceivedMail): DeliveredMessage {
  return {
    to: envelope.to,
    subject,
    text,
    ...(html !== undefined && { html }),
    headers: Object.fromEntries(headers.map(({ key, value }) => [key, value])),
  };
}

/** A connector whose secrets are canaries, and its server. */
async function connectorWith(
  canaries: Canaries,
  options: SmtpServerOptions = {},
  runtime: Runtime = testRuntime(),
): Promise<{ connector: EmailConnector; server: FakeSmtpServer }> {
  const server = await testServer({ password: canaries.secret('password'), ...options });
  const connector = await module.createSmtpEmail({ config: configFor(server), runtime });
  return { connector, server };
}

function refusedWith(variant: SmtpVariant) {
  return async (canaries: Canaries): Promise<unknown> => {
    const { connector, server } = await connectorWith(canaries);
    server.use(variant);
    return connector.sendMessage(message({ payload: { code: canaries.secret('code') } }));
  };
}

async function echoedToken(canaries: Canaries): Promise<unknown> {
  const accessToken = canaries.secret('access token');
  const server = await testServer({ accessToken });
  server.use('echoing-refusal');
  const config = configFor(server, { auth: { kind: 'access-token', user: server.user, accessToken } });
  return (await module.createSmtpEmail({ config, runtime: testRuntime() })).sendMessage(message());
}
