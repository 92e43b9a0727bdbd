import type { SmtpVariant } from '@jackfield/connector-test-kit/smtp';
import { describe, expect, test } from 'vitest';
import { connectorFor, message, testServer } from './testing/setup.ts';

describe('a connection', () => {
  test.each(['starttls', 'implicit-tls', 'opportunistic-starttls'] as const)('%s is encrypted', async (security) => {
    const server = await testServer({ security: security === 'implicit-tls' ? 'implicit-tls' : 'starttls' });
    const connector = await connectorFor(server, { security });
    await connector.sendMessage(message());
    expect((await server.nextMail()).secure).toBe(true);
    expect(server.logins).toEqual([{ user: 'mailer', method: 'PLAIN', secure: true }]);
  });

  test('to an IP address is checked against the certificate', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { host: '127.0.0.1' });
    await connector.sendMessage(message());
    expect((await server.nextMail()).secure).toBe(true);
  });

  test('may name the host of the certificate', async () => {
    const server = await testServer({ security: 'implicit-tls' });
    server.use('certificate-wrong-host');
    const connector = await connectorFor(server, { security: 'implicit-tls', servername: 'wrong-host.test' });
    await connector.sendMessage(message());
    expect((await server.nextMail()).secure).toBe(true);
  });

  test('opportunistic without an offer goes on in the clear, when there is nothing to log in with', async () => {
    const server = await testServer({ security: 'none', authentication: 'none' });
    const connector = await connectorFor(server, { security: 'opportunistic-starttls', auth: { kind: 'none' } });
    await connector.sendMessage(message());
    expect((await server.nextMail()).secure).toBe(false);
  });

  test('sends credentials in the clear only when told so by name', async () => {
    const server = await testServer({ security: 'none' });
    const connector = await connectorFor(server, { security: 'none', allowCredentialsInClear: true });
    await connector.sendMessage(message());
    expect(server.logins).toEqual([{ user: 'mailer', method: 'PLAIN', secure: false }]);
  });
});

describe('attack: wrong certificate', () => {
  const certificates: [SmtpVariant, string, RegExp][] = [
    ['certificate-expired', 'CERT_HAS_EXPIRED', /expired/],
    ['certificate-self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', /self-signed/],
    ['certificate-wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID', /another host/],
  ];
  describe.each(['starttls', 'implicit-tls'] as const)('%s', (security) => {
    test.each(certificates)('%s', async (variant, code, hint) => {
      const server = await testServer({ security });
      server.use(variant);
      const connector = await connectorFor(server, { security });
      const failure = connector.sendMessage(message());
      const expected = { code: 'provider_unavailable', cause: { code }, hint: expect.stringMatching(hint) };
      await expect(failure).rejects.toMatchObject(expected);
      expect(server.logins).toEqual([]);
    });

    test('an authority that is not known', async () => {
      const server = await testServer({ security });
      const connector = await connectorFor(server, { security, ca: undefined });
      const failure = connector.sendMessage(message());
      await expect(failure).rejects.toMatchObject({ hint: expect.stringMatching(/authority is not known/) });
      expect(server.logins).toEqual([]);
    });

    test('TLS older than 1.2', async () => {
      const server = await testServer({ security });
      server.use('old-tls');
      const connector = await connectorFor(server, { security });
      const failure = connector.sendMessage(message());
      await expect(failure).rejects.toMatchObject({ code: 'provider_unavailable', hint: expect.stringMatching(/TLS/) });
      expect(server.logins).toEqual([]);
    });
  });
});

describe('attack: STARTTLS stripped', () => {
  test('starttls sends nothing in the clear', async () => {
    const server = await testServer();
    server.use('starttls-not-offered');
    const connector = await connectorFor(server);
    const failure = connector.sendMessage(message());
    await expect(failure).rejects.toMatchObject({
      code: 'provider_unavailable',
      hint: expect.stringMatching(/STARTTLS/),
    });
    expect([server.logins, server.mails]).toEqual([[], []]);
  });

  test('opportunistic-starttls sends no credentials', async () => {
    const server = await testServer();
    server.use('starttls-not-offered');
    const connector = await connectorFor(server, { security: 'opportunistic-starttls' });
    const failure = connector.sendMessage(message());
    await expect(failure).rejects.toMatchObject({
      code: 'provider_unavailable',
      hint: expect.stringMatching(/not sent/),
    });
    expect([server.logins, server.mails]).toEqual([[], []]);
  });
});

test('attack: STARTTLS answered together with plaintext that pretends to be encrypted', async () => {
  const server = await testServer();
  server.use('starttls-injection');
  const connector = await connectorFor(server);
  await connector.sendMessage(message());
  expect(server.logins).toEqual([{ user: 'mailer', method: 'PLAIN', secure: true }]);
});

test('attack: plaintext authentication is refused when the connector is created', async () => {
  const server = await testServer({ security: 'none' });
  await expect(connectorFor(server, { security: 'none' })).rejects.toMatchObject({
    code: 'invalid_config',
    issues: [expect.objectContaining({ path: 'security', fix: expect.stringContaining('allowCredentialsInClear') })],
  });
});

test('TLS on a port that speaks none says so', async () => {
  const server = await testServer();
  const connector = await connectorFor(server, { security: 'implicit-tls' });
  const failure = connector.sendMessage(message());
  await expect(failure).rejects.toMatchObject({ hint: expect.stringMatching(/does not speak TLS on this port/) });
});
