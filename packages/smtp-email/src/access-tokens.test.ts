import type { EmailConnector } from '@jackfield/connector-kit';
import type { FakeSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { expect, test } from 'vitest';
import { createSmtpEmail } from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';
import { testTokenEndpoint, type TokenEndpoint } from './testing/token-endpoint.ts';

test('an access token from the configuration logs in by XOAUTH2', async () => {
  const server = await testServer();
  const auth = { kind: 'access-token' as const, user: server.user, accessToken: server.accessToken };
  const connector = await connectorFor(server, { auth });
  await connector.sendMessage(message());
  expect(server.logins).toEqual([{ user: 'mailer', method: 'XOAUTH2', secure: true }]);
  expect(server.mails).toHaveLength(1);
});

test('an access token that is refused is told as such', async () => {
  const server = await testServer();
  const connector = await connectorFor(server, {
    auth: { kind: 'access-token', user: server.user, accessToken: 'old' },
  });
  await expect(connector.sendMessage(message())).rejects.toMatchObject({
    code: 'invalid_config',
    hint: expect.stringContaining('`auth.accessToken`'),
  });
});

test('an access token is fetched once for all connections, and kept until it expires', async () => {
  const { server, endpoint, connector, clock } = await setUp();
  await Promise.all(Array.from({ length: 8 }, () => connector.sendMessage(message())));
  expect(endpoint.requests.map((form) => Object.fromEntries(form))).toEqual([
    {
      grant_type: 'refresh_token',
      refresh_token: 'refresh',
      client_id: 'client',
      client_secret: 'secret',
      scope: 'https://mail.example/',
    },
  ]);
  expect(server.connections.total).toBeGreaterThan(1);
  clock.time += 3_600_000;
  server.dropConnections();
  await connector.sendMessage(message());
  expect(endpoint.requests).toHaveLength(2);
});

test('without a refresh token the client asks for itself', async () => {
  const { endpoint, connector } = await setUp({ refreshToken: undefined });
  await connector.sendMessage(message());
  expect(endpoint.requests[0]?.get('grant_type')).toBe('client_credentials');
  expect(endpoint.requests[0]?.has('refresh_token')).toBe(false);
});

test('a kept token that the mail server refuses is replaced once', async () => {
  const { server, endpoint, connector } = await setUp({}, { accessToken: 'second' });
  endpoint.answer.body = { access_token: 'first', expires_in: 3600 };
  await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'invalid_config' });
  endpoint.answer.body = { access_token: 'second', expires_in: 3600 };
  await connector.sendMessage(message());
  expect(server.mails).toHaveLength(1);
  expect(endpoint.requests).toHaveLength(2);
});

const refusals: [number, unknown, string, string][] = [
  [401, { error: 'invalid_client' }, 'invalid_config', '`auth.clientSecret`'],
  [400, { error: 'invalid_grant', error_description: 'Token secret revoked' }, 'invalid_config', '`auth.refreshToken`'],
  [400, { error: 'unauthorized_client' }, 'invalid_config', '`auth.clientId`'],
  [400, { error: 'invalid_scope' }, 'invalid_config', '`auth.scope`'],
  [200, { error: 'invalid_grant' }, 'invalid_config', '`auth.refreshToken`'],
  [200, {}, 'invalid_response', 'no access token'],
  [200, 'nonsense', 'invalid_response', ''],
  [503, {}, 'provider_unavailable', 'out of order'],
];

test.each(refusals)('the token endpoint answers %i %j: %s', async (status, body, code, hint) => {
  const { endpoint, connector } = await setUp();
  endpoint.answer = { status, body };
  const failure: unknown = await connector.sendMessage(message()).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code, hint: expect.stringContaining(hint) });
  expect(JSON.stringify({ ...(failure as object) })).not.toContain('Token secret');
});

test('a rate limit of the token endpoint carries its time', async () => {
  const { endpoint, connector } = await setUp();
  endpoint.answer = { status: 429, headers: { 'retry-after': '120' }, body: {} };
  await expect(connector.sendMessage(message())).rejects.toMatchObject({
    code: 'rate_limit_exceeded',
    retryAfter: 120,
  });
});

test('attack: a private token endpoint that the policy does not name is refused', async () => {
  const { connector, endpoint } = await setUp({}, {}, ['127.0.0.1']);
  await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'egress_refused' });
  expect(endpoint.requests).toEqual([]);
});

interface Scene {
  server: FakeSmtpServer;
  endpoint: TokenEndpoint;
  connector: EmailConnector;
  clock: { time: number };
}

async function setUp(
  changes: { refreshToken?: string | undefined } = {},
  options: { accessToken?: string } = {},
  privateHosts = ['127.0.0.1', 'localhost'],
): Promise<Scene> {
  const [server, endpoint] = await Promise.all([testServer(options), testTokenEndpoint()]);
  const clock = { time: Date.now() };
  const runtime = testRuntime({ egress: { privateHosts, ca: endpoint.ca }, clock: { now: () => clock.time } });
  const refreshToken = 'refreshToken' in changes ? changes.refreshToken : 'refresh';
  const auth = {
    kind: 'oauth2' as const,
    user: server.user,
    clientId: 'client',
    clientSecret: 'secret',
    scope: 'https://mail.example/',
    tokenEndpoint: endpoint.url,
    ...(refreshToken !== undefined && { refreshToken }),
  };
  const connector = await createSmtpEmail({ config: configFor(server, { auth, host: '127.0.0.1' }), runtime });
  return { server, endpoint, connector, clock };
}
