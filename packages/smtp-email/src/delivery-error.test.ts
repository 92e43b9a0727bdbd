import { type ConnectorErrorCode, errorCodes } from '@jackfield/connector-kit';
import type { SmtpVariant } from '@jackfield/connector-test-kit/smtp';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { SmtpEmailConfig } from './index.ts';
import { createSmtpEmail } from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';

const short = { connection: 1, greeting: 0.3, reply: 0.3, total: 2 };

const outcomes: [SmtpVariant, ConnectorErrorCode, RegExp, string?][] = [
  ['wrong-credentials', 'invalid_config', /`auth\.password`/, '535 5.7.8'],
  ['temporary-auth-failure', 'provider_unavailable', /not ready for now/, '454 4.7.0'],
  ['auth-not-offered', 'invalid_config', /no authentication/],
  ['auth-only-without-tls', 'invalid_config', /no authentication/],
  ['sender-refused', 'invalid_config', /`from\.address`/, '553 5.7.1'],
  ['recipient-refused', 'recipient_refused', /takes no mail/, '550 5.1.1'],
  ['recipient-moved', 'recipient_refused', /takes no mail/, '551 5.1.6'],
  ['recipient-relay-denied', 'invalid_config', /`auth` and `from`/, '550 5.7.1'],
  ['mailbox-full', 'delivery_failed', /full/, '552 5.2.2'],
  ['mailbox-full-for-now', 'delivery_failed', /later/, '452 4.2.2'],
  ['greylisting', 'delivery_failed', /later/, '451 4.7.1'],
  ['rate-limited', 'rate_limit_exceeded', /fewer/, '450 4.7.28'],
  ['rate-limited-closing', 'rate_limit_exceeded', /fewer/, '421 4.7.0'],
  ['too-many-connections', 'rate_limit_exceeded', /fewer/, '421 4.7.0'],
  ['message-refused', 'invalid_config', /policy/, '554 5.7.1'],
  ['message-refused-for-now', 'delivery_failed', /later/, '451 4.3.0'],
  ['drop-after-connect', 'provider_unavailable', /Nothing was handed over/],
  ['drop-on-recipient', 'provider_unavailable', /Nothing was handed over/],
  ['drop-before-data', 'provider_unavailable', /Nothing was handed over/],
  ['drop-after-data', 'delivery_unknown', /blindly/],
  ['no-greeting', 'provider_unavailable', /in time/],
  ['slow-greeting', 'provider_unavailable', /in time/],
  ['handshake-stalled', 'provider_unavailable', /in time/],
  ['starttls-refused', 'provider_unavailable', /not ready/, '454 4.7.0'],
  ['no-answer', 'provider_unavailable', /in time/],
  ['no-answer-after-data', 'delivery_unknown', /blindly/],
  ['endless-banner', 'invalid_response', /like a mail server/],
  ['huge-reply', 'invalid_response', /like a mail server/],
  ['binary-reply', 'invalid_response', /like a mail server/],
];

describe('a server that misbehaves', () => {
  test.each(outcomes)('%s: %s', async (variant, code, hint, providerCode) => {
    const server = await testServer();
    server.use(variant);
    const connector = await connectorFor(server, { timeouts: short });
    const failure = connector.sendMessage(message());
    await expect(failure).rejects.toMatchObject({
      code,
      retryable: errorCodes[code].retry !== 'no',
      hint: expect.stringMatching(hint),
      ...(providerCode !== undefined && { details: { providerCode } }),
    });
    const mayBeThere = code === 'delivery_unknown';
    expect(server.mails).toHaveLength(mayBeThere ? 1 : 0);
  });

  test('greylisting: the second try is taken', async () => {
    const server = await testServer();
    server.use('greylisting');
    const connector = await connectorFor(server);
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'delivery_failed', retryable: true });
    await connector.sendMessage(message());
    expect(server.mails).toHaveLength(1);
    expect(server.connections.total).toBe(1);
  });

  test('the total deadline holds where every single wait is short enough', async () => {
    const server = await testServer();
    server.use('slow-greeting');
    const timeouts = { connection: 60, greeting: 60, reply: 60, total: 0.3 };
    const connector = await connectorFor(server, { timeouts });
    const started = performance.now();
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(performance.now() - started).toBeLessThan(2_000);
    await expect.poll(() => server.connections.current).toBe(0);
  });

  test('the total deadline after DATA leaves the delivery unknown', async () => {
    const server = await testServer();
    server.use('no-answer-after-data');
    const connector = await connectorFor(server, { timeouts: { ...short, reply: 60, total: 0.4 } });
    await expect(connector.sendMessage(message())).rejects.toMatchObject({
      code: 'delivery_unknown',
      retryable: false,
    });
    expect(server.mails).toHaveLength(1);
  });

  test('a recipient that is refused costs no connection', async () => {
    const server = await testServer();
    const connector = await connectorFor(server);
    server.use('recipient-refused');
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'recipient_refused' });
    server.use('honest');
    await connector.sendMessage(message());
    expect(server.connections.total).toBe(1);
  });
});

describe('no server', () => {
  test('a closed port', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => listener.once('listening', resolve));
    const address = listener.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => listener.close(resolve));
    const failure = sendWith({ port });
    await expect(failure).rejects.toMatchObject({
      code: 'provider_unavailable',
      hint: expect.stringContaining('Nothing accepts connections'),
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('a name that does not resolve', async () => {
    await expect(sendWith({ host: 'no-such-host.test' })).rejects.toMatchObject({ code: 'provider_unavailable' });
  });

  test('attack: a private mail server that the policy does not name is refused', async () => {
    const server = await testServer();
    const runtime = testRuntime({ egress: {} });
    const connector = await createSmtpEmail({ config: configFor(server, { host: '127.0.0.1' }), runtime });
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'egress_refused' });
    expect(server.connections.total).toBe(0);
  });
});

test('attack: a name that resolves well first and badly second (rebinding) is not resolved again', async () => {
  const server = await testServer();
  let lookups = 0;
  const lookup = async () => [{ address: (lookups += 1) === 1 ? '127.0.0.1' : '127.0.0.2' }];
  const runtime = testRuntime({ egress: { privateHosts: ['mail.example.test'], lookup } });
  const connector = await connectorFor(server, { host: 'mail.example.test', servername: 'localhost' }, runtime);
  await connector.sendMessage(message());
  expect([lookups, server.mails.length]).toEqual([1, 1]);
});

test('a secret that the server repeats does not reach the error', async () => {
  const server = await testServer({ password: 'canary-password' });
  server.use('echoing-refusal');
  const connector = await connectorFor(server);
  const error: unknown = await connector.sendMessage(message()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid_config' });
  const shown = JSON.stringify([error, { ...(error as object) }]);
  for (const secret of ['canary-password', 'canary-password\0', '\0mailer\0canary-password']) {
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(Buffer.from(secret).toString('base64'));
  }
  expect(shown).toContain('[redacted]');
});

async function sendWith(changes: Partial<SmtpEmailConfig>): Promise<unknown> {
  const config: SmtpEmailConfig = {
    host: '127.0.0.1',
    port: 2525,
    auth: { kind: 'none' },
    from: { address: 'no-reply@example.com' },
    ...changes,
  };
  const runtime = testRuntime({ egress: { privateHosts: ['127.0.0.1', 'no-such-host.test'] } });
  return (await createSmtpEmail({ config, runtime })).sendMessage(message());
}
