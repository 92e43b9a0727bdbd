import { describe, expect, test } from 'vitest';
import { createSmtpEmail, type SmtpEmailConfig } from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';

const template = (changes: object) => [
  { type: 'SignIn' as const, subject: 'Code', content: '<p>{{code}}</p>', ...changes },
];

describe('attack: CR, LF and control characters', () => {
  const fields: [string, Partial<SmtpEmailConfig>][] = [
    ['header name', { headers: { 'X-A\r\nBcc': 'eve@evil.test' } }],
    ['header value', { headers: { 'X-A': 'a\r\nBcc: eve@evil.test' } }],
    ['header value with a line separator', { headers: { 'X-A': 'a\u2028Bcc: eve@evil.test' } }],
    ['EHLO name', { clientName: 'a\r\nMAIL FROM:<eve@evil.test>' }],
    ['sender name', { from: { address: 'no-reply@example.com', name: 'A\r\nBcc: eve@evil.test' } }],
    ['sender address', { from: { address: 'no-reply@example.com>\r\nRCPT TO:<eve@evil.test' } }],
    ['reply-to', { replyTo: 'help@example.com\r\nBcc: eve@evil.test' }],
    ['user name', { auth: { kind: 'login', user: 'a\r\nQUIT', password: 'b' } }],
    ['template subject', { templates: template({ subject: 'a\r\nBcc: eve@evil.test' }) }],
  ];
  test.each(fields)('%s in the configuration', async (_field, changes) => {
    const server = await testServer();
    await expect(connectorFor(server, changes)).rejects.toMatchObject({ code: 'invalid_config' });
  });

  const variables: [string, object][] = [
    ['subject', { subject: 'Hello {{name}}' }],
    ['sender name', { sendFrom: '{{name}}' }],
    ['reply-to', { replyTo: '{{name}}' }],
  ];
  test.each(variables)('%s by a variable', async (_field, changes) => {
    const server = await testServer();
    const connector = await connectorFor(server, { templates: template(changes) });
    const payload = { code: '1', name: 'a@example.org\r\nBcc: eve@evil.test' };
    const failure = connector.sendMessage(message({ payload }));
    await expect(failure).rejects.toMatchObject({ code: 'invalid_request_parameters' });
    expect(server.connections.total).toBe(0);
  });
});

test.each(['From', 'to', 'BCC', 'Content-Type', 'DKIM-Signature', 'Return-Path', 'Reply-To', 'resent-to'])(
  'attack: reserved header %s in the configuration',
  async (name) => {
    const server = await testServer();
    await expect(connectorFor(server, { headers: { [name]: 'eve@evil.test' } })).rejects.toMatchObject({
      code: 'invalid_config',
    });
  },
);

test.each(['a@example.org, eve@evil.test', 'Eve <eve@evil.test>', '"a@evil.test"@example.org', 'a＠example.org'])(
  'attack: the reply-to of a template becomes %s',
  async (replyTo) => {
    const server = await testServer();
    const connector = await connectorFor(server, { templates: template({ replyTo: '{{replyTo}}' }) });
    const failure = connector.sendMessage(message({ payload: { code: '1', replyTo } }));
    await expect(failure).rejects.toMatchObject({ code: expect.stringMatching(/^invalid_/) });
    expect(server.connections.total).toBe(0);
  },
);

test('attack: HTML injected through a template variable', async () => {
  const server = await testServer();
  const connector = await connectorFor(server, { templates: template({ content: '<p>Hello {{name}}</p>' }) });
  await connector.sendMessage(message({ payload: { code: '1', name: '<img src=x onerror=alert(1)>"\'&' } }));
  const { html } = await server.nextMail();
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;img');
});

test('attack: $& and $1 in values', async () => {
  const server = await testServer();
  const connector = await connectorFor(server, {
    templates: template({ content: 'A {{name}} B', contentType: 'text/plain' }),
  });
  await connector.sendMessage(message({ payload: { name: "$& $1 $` $'" } }));
  expect((await server.nextMail()).text).toBe("A $& $1 $` $' B\n");
});

test('attack: {{constructor}} and {{__proto__.x}} give nothing away', async () => {
  const server = await testServer();
  const content = '<p>[{{constructor}}][{{__proto__.x}}][{{code.constructor}}]</p>';
  const connector = await connectorFor(server, { templates: template({ content }) });
  await connector.sendMessage(message());
  const { html } = await server.nextMail();
  expect(html).toContain('[{{constructor}}][{{__proto__.x}}][]');
});

test.each(['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)', 'file:///etc/passwd'])(
  'attack: %s in {{link}}',
  async (link) => {
    const server = await testServer();
    const connector = await connectorFor(server, { templates: template({ content: '<a href="{{link}}">go</a>' }) });
    const failure = connector.sendMessage(message({ payload: { link } }));
    await expect(failure).rejects.toMatchObject({ code: 'invalid_request_parameters' });
    expect(server.connections.total).toBe(0);
  },
);

test.each([
  { path: '/etc/passwd' },
  { href: 'http://127.0.0.1/' },
  { sendmail: true },
  { service: 'gmail' },
  { proxy: 'http://127.0.0.1/' },
  { url: 'smtp://127.0.0.1' },
  { tls: { rejectUnauthorized: false } },
  { attachments: [{ path: '/etc/passwd' }] },
  { logger: true },
])('attack: file and URL access through the configuration: %o', async (extra) => {
  const server = await testServer();
  const failure = connectorFor(server, extra as Partial<SmtpEmailConfig>);
  await expect(failure).rejects.toMatchObject({ code: 'invalid_config' });
});

test('attack: file and URL access through the content', async () => {
  const server = await testServer();
  const content = { path: '/etc/hostname', href: 'http://127.0.0.1/' } as unknown as string;
  const getI18nEmailTemplate = async () => ({ subject: 'a', content });
  const connector = await createSmtpEmail({ config: configFor(server), runtime: testRuntime(), getI18nEmailTemplate });
  await expect(connector.sendMessage(message())).rejects.toMatchObject({ code: 'invalid_config' });
  expect(server.connections.total).toBe(0);
});

test('attack: dots at the start of a line do not end the message', async () => {
  const server = await testServer();
  const content = 'first\n.\nMAIL FROM:<eve@evil.test>\r\n.\r\nlast {{code}}';
  const connector = await connectorFor(server, { templates: template({ content, contentType: 'text/plain' }) });
  await connector.sendMessage(message({ payload: { code: '\r\n.\r\nRSET' } }));
  expect((await server.nextMail()).text?.replaceAll('\r\n', '\n')).toBe(
    'first\n.\nMAIL FROM:<eve@evil.test>\n.\nlast \n.\nRSET\n',
  );
  expect(server.mails).toHaveLength(1);
});
