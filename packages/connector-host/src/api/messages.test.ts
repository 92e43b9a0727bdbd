import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type FakeTwilio, startTwilio } from '@jackfield/connector-test-kit/sms';
import { type FakeSmtpServer, startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import type { DiagnosticStep } from '@jackfield/connector-kit';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { secretPlaceholder } from '../connectors/connectors.ts';
import { configurations } from '../testing/configurations.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { discoveryOf, loadPackage } from '../testing/packages.ts';
import { apiLimits } from './limits.ts';
import { testApi } from './testing/test-api.ts';

let smtp: FakeSmtpServer;
let twilio: FakeTwilio;
beforeAll(async () => {
  const certificates = await issueCertificates();
  smtp = await startSmtpServer({ certificates, password: 'canary-smtp-password' });
  twilio = await startTwilio({ certificates, countries: ['US'] });
});
beforeEach(() => {
  smtp.reset();
  twilio.reset();
});
afterAll(async () => {
  await smtp.close();
  await twilio.close();
});

const egress = { privateHosts: ['localhost'] };
const mailConfig = (changes: object = {}) => ({
  host: 'localhost',
  port: smtp.port,
  ca: smtp.ca,
  auth: { kind: 'login', user: smtp.user, password: smtp.password },
  from: { address: 'no-reply@example.com' },
  ...changes,
});

onEachDatabase((open, kind) => {
  test('a test message goes out by the stored connector, by one not stored, and with the stored one’s secrets', async () => {
    const api = await testApi(await open({ egress }));
    const send = (body: object) => api.call('POST', '/connectors/smtp-email/test', { body });
    expect(await send({ email: 'ada@example.org' })).toMatchObject({
      status: 404,
      body: { code: 'connector_not_found' },
    });
    expect((await send({ email: 'ada@example.org', config: mailConfig(), locale: 'de' })).status).toBe(204);
    expect((await smtp.nextMail()).text).toContain('000000');

    await api.call('POST', '/connectors', { body: { connectorId: 'smtp-email', config: mailConfig(), id: 'mail' } });
    expect((await send({ email: 'grace@example.org' })).status).toBe(204);
    expect((await smtp.nextMail()).to).toMatchObject([{ address: 'grace@example.org' }]);
    const config = mailConfig({
      auth: { kind: 'login', user: smtp.user, password: secretPlaceholder },
      from: { address: 'other@example.com' },
    });
    expect((await send({ email: 'grace@example.org', config, like: 'mail' })).status).toBe(204);
    expect((await smtp.nextMail()).from).toMatchObject({ address: 'other@example.com' });
    expect(await send({ email: 'grace@example.org', config })).toMatchObject({
      status: 400,
      body: { code: 'invalid_config' },
    });
    expect(smtp.mails).toHaveLength(3);
  });

  test('an SMS connector takes a phone number, with and without its plus', async () => {
    const api = await testApi(await open({ egress: { proxy: twilio.proxy, ca: twilio.ca } }));
    const config = {
      credentials: { kind: 'auth-token', accountSid: twilio.accountSid, authToken: twilio.authToken },
      sender: { kind: 'number', phoneNumber: twilio.phoneNumber },
      allowedCountries: ['US'],
    };
    const send = (body: object) => api.call('POST', '/connectors/twilio-sms/test', { body: { config, ...body } });
    expect((await send({ phone: '+14155550100' })).status).toBe(204);
    expect((await send({ phone: '14155550100' })).status).toBe(204);
    expect(twilio.messages.map(({ to }) => to)).toEqual(['+14155550100', '+14155550100']);
    for (const body of [
      {},
      { email: 'ada@example.org' },
      { phone: '+14155550100', email: 'ada@example.org' },
      { phone: '(415) 555' },
    ]) {
      expect(await send(body), JSON.stringify(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    }
    expect(twilio.messages).toHaveLength(2);
  });

  test('attack: the test button used as a mail cannon', async () => {
    let now = Date.now();
    const host = await open({ egress, clock: { now: () => now } });
    const api = await testApi(host);
    const send = async (email: string, token = api.token, address = '192.0.2.1') =>
      (await api.call('POST', '/connectors/smtp-email/test', { body: { email, config: mailConfig() }, token, address }))
        .status;
    const victims = [
      'victim@example.org',
      'Victim@Example.ORG',
      'victim+1@example.org',
      'victim+2@example.org',
      'VICTIM+x@example.org',
    ];
    const statuses: number[] = [];
    for (const victim of victims) statuses.push(await send(victim));
    expect(statuses).toEqual([204, 204, 204, 429, 429]);
    expect(await send('victim@example.org', await api.createToken('write'), '192.0.2.9')).toBe(429);
    expect(await send('other@example.org')).toBe(204);
    expect(smtp.mails).toHaveLength(4);
    for (const list of [
      'a@example.org,b@example.org',
      'a@example.org;b@example.org',
      'a@example.org\r\nBcc: b@example.org',
      'G: a@b.test;',
    ]) {
      expect(await send(list)).toBe(400);
    }
    const counters = await host.database.read((db) => db.selectFrom('counters').select('name').execute());
    expect(JSON.stringify(counters).toLowerCase()).not.toContain('victim');

    now += apiLimits.outbound.window;
    await host.database.write((tx) =>
      tx.updateTable('counters').set({ count: apiLimits.messages.limit }).where('name', '=', 'api:messages:').execute(),
    );
    expect(await send('new@example.org')).toBe(429);
    expect(smtp.mails).toHaveLength(4);
  });

  test('attack: the test button used as a port scanner', async () => {
    const api = await testApi(await open());
    const before = smtp.connections.total;
    const answers = new Set<string>();
    const steps = new Set<string>();
    const closed = smtp.port === 40_000 ? 40_001 : 40_000;
    for (const [host, port] of [
      ['127.0.0.1', smtp.port],
      ['127.0.0.1', closed],
      ['::1', 25],
      ['10.0.0.1', 25],
      ['169.254.169.254', 465],
    ] as const) {
      const config = mailConfig({ host, port });
      const { status, body } = await api.call('POST', '/connectors/smtp-email/test', {
        body: { email: `ada@${answers.size}-${port}.example`, config },
      });
      answers.add(JSON.stringify({ ...body, status, requestId: '' }).replaceAll(host, '(host)'));
      const diagnosis = await api.call('POST', '/connector-factories/smtp-email/diagnostics', { body: { config } });
      steps.add(diagnosis.text.replaceAll(host, '(host)'));
      expect(`${JSON.stringify(body)}${diagnosis.text}`).not.toMatch(/ESMTP|ECONNREFUSED|canary-smtp-password/);
    }
    expect([...answers]).toHaveLength(1);
    expect([...steps]).toHaveLength(1);
    const statuses: number[] = [];
    for (let count = 10; count <= apiLimits.outbound.limit; count += 1) {
      const config = mailConfig({ host: '10.0.0.1' });
      statuses.push(
        (await api.call('POST', '/connector-factories/smtp-email/diagnostics', { body: { config } })).status,
      );
    }
    expect(statuses.at(-2)).toBe(200);
    expect(statuses.at(-1)).toBe(429);
    expect(smtp.connections.total).toBe(before);
  });

  test('a diagnosis comes step by step, of a stored connector and of one not stored', async () => {
    const api = await testApi(await open({ egress }));
    const read = (text: string): DiagnosticStep[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const unsaved = await api.call('POST', '/connector-factories/smtp-email/diagnostics', {
      body: { config: mailConfig() },
    });
    expect(unsaved.headers.get('content-type')).toBe('application/x-ndjson');
    expect(read(unsaved.text).filter(({ status }) => status === 'fail')).toEqual([]);
    await api.call('POST', '/connectors', { body: { connectorId: 'smtp-email', config: mailConfig(), id: 'mail' } });
    const stored = await api.call('POST', '/connectors/mail/diagnostics');
    expect(read(stored.text)).toEqual(read(unsaved.text));
    const wrong = mailConfig({ auth: { kind: 'login', user: smtp.user, password: 'wrong-canary' } });
    const failed = await api.call('POST', '/connector-factories/smtp-email/diagnostics', { body: { config: wrong } });
    expect(read(failed.text).some(({ status }) => status === 'fail')).toBe(true);
    expect(failed.text).not.toContain('wrong-canary');
    const invalid = await api.call('POST', '/connector-factories/smtp-email/diagnostics', { body: { config: {} } });
    expect(invalid).toMatchObject({ status: 400, body: { code: 'invalid_config' } });
    expect(await api.call('POST', '/connectors/nothing/diagnostics')).toMatchObject({ status: 404 });
    expect(await api.call('POST', '/connector-factories/nothing/diagnostics', { body: {} })).toMatchObject({
      status: 404,
    });
    expect(smtp.mails).toHaveLength(0);
  });

  test('an authorization URI shows where a sign-in goes', async () => {
    const api = await testApi(await open());
    await api.call('POST', '/connectors', {
      body: { connectorId: 'github', config: configurations.github('canary-secret'), id: 'gh' },
    });
    await api.call('POST', '/connectors', { body: { connectorId: 'smtp-email', config: mailConfig(), id: 'mail' } });
    const body = { redirectUri: 'https://app.example.test/callback', state: 'state-1' };
    const { body: answer, text } = await api.call('POST', '/connectors/gh/authorization-uri', { body });
    const uri = new URL(answer.redirectTo);
    expect(uri.origin + uri.pathname).toBe('https://github.com/login/oauth/authorize');
    expect(uri.searchParams.get('redirect_uri')).toBe(body.redirectUri);
    expect(uri.searchParams.get('state')).toBe('state-1');
    expect(text).not.toContain('canary-secret');
    expect(await api.call('POST', '/connectors/mail/authorization-uri', { body })).toMatchObject({
      status: 400,
      body: { code: 'unexpected_type' },
    });
    for (const redirectUri of ['javascript:alert(1)', '//evil.test', 'data:text/html,x', '']) {
      expect((await api.call('POST', '/connectors/gh/authorization-uri', { body: { redirectUri } })).status).toBe(400);
    }
  });

  if (kind === 'sqlite') {
    test('a diagnosis stops when the client goes', async () => {
      const asked: number[] = [];
      const { promise: ended, resolve: end } = deferred<number>();
      const { promise: gone, resolve: leave } = deferred<void>();
      const github = await loadPackage('github');
      const create: typeof github.module.default = async (options) => ({
        ...(await github.module.default(options)),
        async *diagnose() {
          try {
            for (let count = 0; ; count += 1) {
              asked.push(count);
              if (count > 0) await gone;
              yield { id: `step-${count}`, title: 'Step', status: 'pass', detail: 'Fine.' };
            }
          } finally {
            end(asked.length);
          }
        },
      });
      const discovery = discoveryOf([{ ...github, module: { ...github.module, default: create } }]);
      const api = await testApi(await open(), { discovery });
      const server = createServer(getRequestListener(api.app.fetch)).listen(0, '127.0.0.1');
      server.on('connection', (socket) => socket.once('close', () => leave()));
      await once(server, 'listening');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/connector-factories/github/diagnostics`;
      const abort = new AbortController();
      const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
      const body = JSON.stringify({ config: configurations.github() });
      const response = await fetch(url, { method: 'POST', headers, body, signal: abort.signal });
      await response.body?.getReader().read();
      abort.abort();
      expect(await ended).toBeLessThanOrEqual(3);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    test('a diagnosis that throws ends with a step that says so, and nothing of the error', async () => {
      const github = await loadPackage('github');
      const create: typeof github.module.default = async (options) => ({
        ...(await github.module.default(options)),
        async *diagnose() {
          yield { id: 'one', title: 'One', status: 'pass', detail: 'Fine.' };
          throw new Error('canary-secret');
        },
      });
      const discovery = discoveryOf([{ ...github, module: { ...github.module, default: create } }]);
      const api = await testApi(await open(), { discovery });
      const answer = await api.call('POST', '/connector-factories/github/diagnostics', {
        body: { config: configurations.github() },
      });
      expect(answer.text.trimEnd().split('\n')).toHaveLength(2);
      expect(answer.text).toContain('"status":"fail"');
      expect(answer.text).not.toContain('canary-secret');
    });
  }
});

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((fulfil) => {
    resolve = fulfil;
  });
  return { promise, resolve };
}
