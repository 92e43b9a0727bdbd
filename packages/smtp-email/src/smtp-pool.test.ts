import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createSmtpEmail } from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';

describe('connections', () => {
  test('500 mails at once use no more than the pool allows', async () => {
    const server = await testServer();
    const pool = { maxConnections: 4, maxMessagesPerConnection: 10_000 };
    const connector = await connectorFor(server, { pool });
    const receipts = await Promise.all(Array.from({ length: 500 }, () => connector.sendMessage(message())));
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(500);
    expect(server.mails).toHaveLength(500);
    expect(server.connections).toMatchObject({ total: 4, peak: 4 });
  });

  test('are shared by instances with the same settings', async () => {
    const server = await testServer();
    const runtime = testRuntime();
    for (let request = 0; request < 5; request += 1) {
      const connector = await createSmtpEmail({ getConfig: async () => configFor(server), runtime });
      await connector.sendMessage(message());
    }
    expect(server.connections.total).toBe(1);
  });

  test('are not shared when anything differs that decides about trust', async () => {
    const server = await testServer();
    const runtime = testRuntime();
    const changes = [
      {},
      { host: '127.0.0.1' },
      { servername: 'localhost' },
      { ca: server.ca + server.ca },
      { allowCredentialsInClear: true },
      { clientName: 'other.example.com' },
      { security: 'opportunistic-starttls' as const },
      { auth: { kind: 'access-token' as const, user: server.user, accessToken: server.accessToken } },
    ];
    for (const change of changes) await (await connectorFor(server, change, runtime)).sendMessage(message());
    expect(server.connections.total).toBe(changes.length);
    const wrong = await connectorFor(
      server,
      { auth: { kind: 'login', user: server.user, password: 'wrong' } },
      runtime,
    );
    await expect(wrong.sendMessage(message())).rejects.toMatchObject({ code: 'invalid_config' });
  });

  test('are not shared with a runtime that has another outbound policy', async () => {
    const server = await testServer();
    const runtime = testRuntime();
    await (await connectorFor(server, {}, runtime)).sendMessage(message());
    const strict = await connectorFor(server, {}, { ...runtime, egress: testRuntime({ egress: {} }).egress });
    await expect(strict.sendMessage(message())).rejects.toMatchObject({ code: 'egress_refused' });
    expect(server.mails).toHaveLength(1);
  });

  test('are shared when only the message differs', async () => {
    const server = await testServer();
    const runtime = testRuntime();
    await (await connectorFor(server, {}, runtime)).sendMessage(message());
    const from = { address: 'other@example.com' };
    await (await connectorFor(server, { from, headers: { 'X-A': 'b' } }, runtime)).sendMessage(message());
    expect(server.connections.total).toBe(1);
  });

  test('are replaced after so many messages', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { pool: { maxMessagesPerConnection: 2 } });
    for (let sent = 0; sent < 5; sent += 1) await connector.sendMessage(message());
    expect(server.connections.total).toBe(3);
  });

  test('are closed when idle', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { pool: { idleTimeout: 0.1 } });
    await Promise.all([connector.sendMessage(message()), connector.sendMessage(message())]);
    expect(server.connections.current).toBe(2);
    await expect.poll(() => server.connections.current).toBe(0);
    await connector.sendMessage(message());
    expect(server.mails).toHaveLength(3);
  });

  test('are closed with the runtime, after the message that is under way', async () => {
    const server = await testServer();
    const runtime = testRuntime();
    const connector = await connectorFor(server, {}, runtime);
    const underway = connector.sendMessage(message());
    await expect.poll(() => server.connections.current).toBe(1);
    await runtime.close();
    expect(await underway).toMatchObject({ provider: 'smtp-email' });
    await expect.poll(() => server.connections.current).toBe(0);
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'general' });
    expect(server.mails).toHaveLength(1);
  });

  test('of a full cache are closed', async () => {
    const server = await testServer();
    const runtime = testRuntime({
      egress: { privateHosts: ['localhost'] },
      caches: { limits: { 'smtp-pool': 2 } },
    });
    for (const clientName of ['a.example', 'b.example', 'c.example', 'd.example']) {
      await (await connectorFor(server, { clientName }, runtime)).sendMessage(message());
    }
    expect(server.connections.total).toBe(4);
    await expect.poll(() => server.connections.current).toBe(2);
  });
});

describe('a kept connection', () => {
  test('that the server has closed meanwhile is replaced', async () => {
    const server = await testServer();
    const connector = await connectorFor(server);
    await connector.sendMessage(message());
    server.dropConnections();
    await connector.sendMessage(message());
    expect(server.mails).toHaveLength(2);
  });

  test('that the server closes after every mail is replaced every time', async () => {
    const server = await testServer();
    server.use('drop-after-each-mail');
    const connector = await connectorFor(server);
    for (let sent = 0; sent < 4; sent += 1) await connector.sendMessage(message());
    expect(server.mails).toHaveLength(4);
  });

  test('that is lost after DATA is not replaced: the mail comes once', async () => {
    const server = await testServer();
    const connector = await connectorFor(server);
    await connector.sendMessage(message());
    server.use('drop-after-data');
    await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'delivery_unknown' });
    expect(server.mails).toHaveLength(2);
  });
});

test('a crowd that waits for a dead server fails in time, and the pool recovers', async () => {
  const server = await testServer();
  server.use('no-greeting');
  const timeouts = { connection: 0.2, greeting: 0.2, total: 0.5 };
  const connector = await connectorFor(server, { timeouts, pool: { maxConnections: 2 } });
  const crowd = await Promise.allSettled(Array.from({ length: 20 }, () => connector.sendMessage(message())));
  const codes = crowd.map((result) => (result.status === 'rejected' ? result.reason.code : 'sent'));
  expect(new Set(codes)).toEqual(new Set(['provider_unavailable']));
  expect(server.connections.peak).toBeLessThanOrEqual(2);
  server.use('honest');
  await connector.sendMessage(message());
  expect(server.mails).toHaveLength(1);
});

test.each(['starttls', 'implicit-tls', 'none'] as const)(
  'an idle connection (%s) does not keep the process alive',
  async (security) => {
    const server = await testServer({ security });
    const config = { ...configFor(server, { security, allowCredentialsInClear: true }), pool: { idleTimeout: 200 } };
    const script = `
      import { createRuntime } from '@jackfield/egress';
      import { createSmtpEmail } from '@jackfield/smtp-email';
      const runtime = createRuntime({ egress: { privateHosts: ['localhost'] } });
      const connector = await createSmtpEmail({ config: ${JSON.stringify(config)}, runtime });
      await connector.sendMessage(${JSON.stringify(message())});
      await connector.sendMessage(${JSON.stringify(message())});
    `;
    const options = ['--conditions=@jackfield/source', '--input-type=module', '--eval', script];
    await promisify(execFile)(process.execPath, options, { cwd: import.meta.dirname, timeout: 15_000 });
    expect(server.mails).toHaveLength(2);
    expect(server.connections.total).toBe(1);
  },
);
