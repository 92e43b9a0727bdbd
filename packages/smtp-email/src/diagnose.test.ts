import type { DiagnosticStep, EmailConnector } from '@jackfield/connector-kit';
import type { SmtpServerOptions, SmtpVariant } from '@jackfield/connector-test-kit/smtp';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createSmtpEmail, type SmtpEmailConfig } from './index.ts';
import { configFor, connectorFor, testRuntime, testServer } from './testing/setup.ts';
import { testTokenEndpoint } from './testing/token-endpoint.ts';

const timeouts = { connection: 0.5, greeting: 0.3, reply: 0.3, total: 2 };
const privateKey = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

test.each(['starttls', 'implicit-tls'] as const)('an honest server (%s) passes, and gets no mail', async (security) => {
  const server = await testServer({ security });
  const dkim = { domain: 'example.com', selector: 'mail', privateKey };
  const steps = await diagnosisOf(await connectorFor(server, { security, dkim }));
  expect(steps.filter(({ status }) => status !== 'pass' && status !== 'skipped')).toEqual([]);
  expect(steps.map(({ id }) => id)).toEqual([
    'configuration',
    'encryption',
    'dkim',
    'proxy',
    'address',
    'credentials',
    'connection',
    'greeting',
    'starttls',
    'certificate',
    'mechanisms',
    'authentication',
    'sender',
  ]);
  expect(server.mails).toEqual([]);
  await expect.poll(() => server.connections.current).toBe(0);
});

test.each(['PLAIN', 'LOGIN'] as const)('logs in by %s', async (mechanism) => {
  const server = await testServer({ mechanisms: [mechanism] });
  expect(await stepOf(await connectorFor(server), 'authentication')).toMatchObject({ status: 'pass' });
  expect(server.logins).toEqual([{ user: 'mailer', method: mechanism, secure: true }]);
});

test('attack: plaintext that comes with the answer to STARTTLS is forgotten', async () => {
  const server = await testServer();
  server.use('starttls-injection');
  const steps = await diagnosisOf(await connectorFor(server));
  expect(steps.find(({ id }) => id === 'mechanisms')?.detail).toMatch(/^PLAIN /);
  expect(steps.filter(({ status }) => status === 'fail')).toEqual([]);
  expect(server.logins).toEqual([{ user: 'mailer', method: 'PLAIN', secure: true }]);
});

test('logs in with a token from the token endpoint', async () => {
  const [server, endpoint] = await Promise.all([testServer(), testTokenEndpoint()]);
  const runtime = testRuntime({ egress: { privateHosts: ['localhost'], ca: endpoint.ca } });
  const auth = {
    kind: 'oauth2' as const,
    user: 'mailer',
    clientId: 'a',
    clientSecret: 'b',
    tokenEndpoint: endpoint.url,
  };
  const connector = await connectorFor(server, { auth }, runtime);
  expect(await stepOf(connector, 'authentication')).toMatchObject({ status: 'pass' });
  endpoint.answer = { status: 401, body: { error: 'invalid_client' } };
  const other = await connectorFor(server, { auth: { ...auth, clientSecret: 'c' } }, runtime);
  expect(await stepOf(other, 'credentials')).toMatchObject({
    status: 'fail',
    fix: expect.stringMatching(/clientSecret/),
  });
});

interface Fault {
  step: string;
  status?: 'fail' | 'warn';
  fix: RegExp;
  variant?: SmtpVariant;
  server?: SmtpServerOptions;
  config?: Partial<SmtpEmailConfig>;
}

const faults: Record<string, Fault> = {
  'no encryption': {
    step: 'encryption',
    status: 'warn',
    fix: /`security`/,
    server: { security: 'none', authentication: 'none' },
    config: { security: 'none', auth: { kind: 'none' } },
  },
  'optional encryption': {
    step: 'encryption',
    status: 'warn',
    fix: /starttls/,
    config: { security: 'opportunistic-starttls' },
  },
  'credentials in the clear': {
    step: 'encryption',
    status: 'warn',
    fix: /allowCredentialsInClear/,
    server: { security: 'none' },
    config: { security: 'none', allowCredentialsInClear: true },
  },
  'DKIM for another domain': {
    step: 'dkim',
    status: 'warn',
    fix: /`dkim\.domain`/,
    config: { dkim: { domain: 'other.example', selector: 'mail', privateKey } },
  },
  'a name that does not resolve': { step: 'address', fix: /./, config: { host: 'no-such-host.test' } },
  'a port for TLS that speaks none': { step: 'connection', fix: /starttls/, config: { security: 'implicit-tls' } },
  'a port that waits for TLS': {
    step: 'greeting',
    fix: /implicit-tls/,
    server: { security: 'implicit-tls' },
  },
  'no greeting': { step: 'greeting', fix: /in time/, variant: 'no-greeting' },
  'a trickled greeting': { step: 'greeting', fix: /in time/, variant: 'slow-greeting' },
  'an endless greeting': { step: 'greeting', fix: /like a mail server/, variant: 'endless-banner' },
  'a gigantic greeting': { step: 'greeting', fix: /like a mail server/, variant: 'huge-reply' },
  'a greeting that is no text': { step: 'greeting', fix: /like a mail server/, variant: 'binary-reply' },
  'a connection that is closed at once': {
    step: 'greeting',
    fix: /Nothing was handed over/,
    variant: 'drop-after-connect',
  },
  'too many connections': { step: 'greeting', fix: /fewer/, variant: 'too-many-connections' },
  'STARTTLS that is not offered': { step: 'starttls', fix: /STARTTLS/, variant: 'starttls-not-offered' },
  'STARTTLS that is refused': { step: 'starttls', fix: /not ready/, variant: 'starttls-refused' },
  'a handshake that stalls': { step: 'starttls', fix: /in time/, variant: 'handshake-stalled' },
  'STARTTLS that is not offered where it is optional': {
    step: 'starttls',
    status: 'warn',
    fix: /server that does/,
    variant: 'starttls-not-offered',
    config: { security: 'opportunistic-starttls' },
  },
  'an expired certificate': { step: 'starttls', fix: /expired/, variant: 'certificate-expired' },
  'a self-signed certificate': { step: 'starttls', fix: /self-signed/, variant: 'certificate-self-signed' },
  'a certificate for another host': { step: 'starttls', fix: /another host/, variant: 'certificate-wrong-host' },
  'no authentication offered': { step: 'mechanisms', fix: /`port`/, variant: 'auth-not-offered' },
  'tokens only': { step: 'mechanisms', fix: /oauth2/, server: { mechanisms: ['XOAUTH2'] } },
  'a wrong password': { step: 'authentication', fix: /`auth\.password`/, variant: 'wrong-credentials' },
  'a wrong token': {
    step: 'authentication',
    fix: /`auth\.accessToken`/,
    config: { auth: { kind: 'access-token', user: 'mailer', accessToken: 'old' } },
  },
  'stripped STARTTLS before credentials': {
    step: 'authentication',
    fix: /not sent/,
    variant: 'starttls-not-offered',
    config: { security: 'opportunistic-starttls' },
  },
  'a sender that the account may not use': { step: 'sender', fix: /`from\.address`/, variant: 'sender-refused' },
  'a sender without a mailbox': { step: 'sender', status: 'warn', fix: /mailbox/, variant: 'recipient-refused' },
  'a missing login': {
    step: 'sender',
    fix: /`auth`/,
    config: { auth: { kind: 'none' } },
  },
};

describe('finds', () => {
  test.each(Object.entries(faults))(
    '%s',
    async (_name, { step, status = 'fail', fix, variant, server: options, config }) => {
      const server = await testServer(options);
      if (variant) server.use(variant);
      const runtime = testRuntime({ egress: { privateHosts: ['localhost', 'no-such-host.test'] } });
      const connector = await connectorFor(server, { timeouts, ...config }, runtime);
      const steps = await diagnosisOf(connector);
      const found = steps.find(({ id }) => id === step);
      expect(found).toMatchObject({ status, fix: expect.stringMatching(fix) });
      if (status === 'fail') {
        const later = steps.slice(steps.findIndex(({ id }) => id === step) + 1);
        expect(new Set(later.map((one) => one.status))).toEqual(new Set(later.length > 0 ? ['skipped'] : []));
      }
      expect(server.mails).toEqual([]);
    },
  );

  test('a configuration that does not fit', async () => {
    const connector = await createSmtpEmail({ getConfig: async () => ({ host: 'smtp.example.com' }) });
    const [first, ...others] = await diagnosisOf(connector);
    expect(first).toMatchObject({ id: 'configuration', status: 'fail', fix: expect.stringContaining('from') });
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['skipped']));
  });

  test('a configuration that cannot be read', async () => {
    const connector = await createSmtpEmail({ getConfig: () => Promise.reject(new Error('canary')) });
    const [first] = await diagnosisOf(connector);
    expect(first).toMatchObject({ id: 'configuration', status: 'fail' });
    expect(JSON.stringify(first)).not.toContain('canary');
  });

  test('a certificate that ends soon', async () => {
    const server = await testServer();
    const inSixDays = Date.now() + 6.5 * 24 * 60 * 60 * 1000;
    const runtime = testRuntime({ egress: { privateHosts: ['localhost'] }, clock: { now: () => inSixDays } });
    const connector = await createSmtpEmail({ config: configFor(server), runtime });
    expect(await stepOf(connector, 'certificate')).toMatchObject({
      status: 'warn',
      fix: expect.stringMatching(/Renew/),
    });
  });

  test('a proxy that mail does not go through', async () => {
    const server = await testServer();
    const egress = { privateHosts: ['localhost'], proxy: 'http://proxy.example:3128' };
    const connector = await connectorFor(server, {}, testRuntime({ egress }));
    expect(await stepOf(connector, 'proxy')).toMatchObject({
      status: 'warn',
      detail: expect.stringMatching(/directly/),
    });
  });

  test('a closed port', async () => {
    const server = await testServer();
    const connector = await connectorFor(server);
    await server.close();
    expect(await stepOf(connector, 'connection')).toMatchObject({
      status: 'fail',
      fix: expect.stringMatching(/accepts/),
    });
  });
});

test('attack: a refused host shows neither address nor banner', async () => {
  const server = await testServer();
  const connector = await connectorFor(server, { host: 'localhost' }, testRuntime({ egress: {} }));
  const steps = await diagnosisOf(connector);
  expect(steps.find(({ id }) => id === 'address')).toMatchObject({ status: 'fail' });
  expect(JSON.stringify(steps)).not.toMatch(/127\.0\.0\.1|::1|ESMTP/);
  expect(server.connections.total).toBe(0);
});

test('shows neither the banner nor what a server repeats', async () => {
  const server = await testServer({ password: 'canary-password' });
  server.use('echoing-refusal');
  const steps = await diagnosisOf(await connectorFor(server));
  expect(steps.find(({ id }) => id === 'authentication')).toMatchObject({ status: 'fail' });
  expect(JSON.stringify(steps)).not.toMatch(/canary|fake\.test/);
});

test('closes the connection when nobody reads on', async () => {
  const server = await testServer();
  for await (const { id } of (await connectorFor(server)).diagnose()) if (id === 'greeting') break;
  await expect.poll(() => server.connections.current).toBe(0);
});

async function diagnosisOf(connector: EmailConnector): Promise<DiagnosticStep[]> {
  const steps: DiagnosticStep[] = [];
  for await (const step of connector.diagnose()) steps.push(step);
  return steps;
}

async function stepOf(connector: EmailConnector, id: string): Promise<DiagnosticStep | undefined> {
  return (await diagnosisOf(connector)).find((step) => step.id === id);
}
