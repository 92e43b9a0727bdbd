import type { GetI18nEmailTemplate } from '@jackfield/connector-kit';
import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import createSmtpEmail from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';

describe('a message', () => {
  test('has HTML and text, one recipient, and no answer by machines', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { replyTo: 'help@example.com' });
    await connector.sendMessage(message());
    const mail = await server.nextMail();
    expect(mail.envelope).toEqual({ from: 'no-reply@example.com', to: ['ada@example.org'] });
    expect(mail.from).toMatchObject({ address: 'no-reply@example.com', name: 'Example' });
    expect(mail.to).toMatchObject([{ address: 'ada@example.org', name: '' }]);
    expect(mail.replyTo).toMatchObject([{ address: 'help@example.com' }]);
    expect(mail.html).toContain('482913');
    expect(mail.text).toContain('482913');
    expect(mail.text).not.toMatch(/<[a-z]/i);
    expect(mail.secure).toBe(true);
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(Date.parse(headers.get('date') ?? '')).not.toBeNaN();
    expect(headers.has('x-mailer')).toBe(false);
  });

  test('gives a receipt with its Message-ID', async () => {
    const server = await testServer();
    const runtime = testRuntime({ clock: { now: () => Date.UTC(2026, 0, 2, 3, 4, 5) } });
    const connector = await connectorFor(server, {}, runtime);
    const receipt = await connector.sendMessage(message());
    const mail = await server.nextMail();
    expect(receipt).toEqual({ id: mail.messageId, provider: 'smtp-email', acceptedAt: '2026-01-02T03:04:05.000Z' });
    expect(receipt.id).toMatch(/^<[0-9a-f]{32}@example\.com>$/);
    expect(mail.date).toBe('2026-01-02T03:04:05.000Z');
  });

  test('uses the configured template of the language', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, {
      templates: [
        { type: 'Generic', subject: 'Any', content: 'any', contentType: 'text/plain' },
        {
          type: 'SignIn',
          languageTag: 'fr',
          subject: 'Code {{code}}',
          content: '<p>Voilà {{code}}</p>',
          replyTo: 'aide@example.com',
          sendFrom: 'Exemple',
        },
      ],
    });
    await connector.sendMessage(message({ payload: { code: '7', locale: 'fr-CA' } }));
    const french = await server.nextMail();
    expect(french).toMatchObject({ subject: 'Code 7', from: { name: 'Exemple', address: 'no-reply@example.com' } });
    expect(french.replyTo).toMatchObject([{ address: 'aide@example.com' }]);
    expect(french.text).toContain('Voilà 7');
    await connector.sendMessage(message({ payload: { code: '7', locale: 'de' } }));
    const other = await server.nextMail();
    expect(other).toMatchObject({ subject: 'Any', text: 'any\n' });
    expect(other.html).toBeUndefined();
  });

  test('carries the configured headers', async () => {
    const server = await testServer();
    const connector = await connectorFor(server, {
      headers: { 'X-PM-Message-Stream': 'outbound', 'X-Note': 'Zürich' },
    });
    await connector.sendMessage(message());
    const mail = await server.nextMail();
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'x-pm-message-stream', value: 'outbound' }));
    expect(mail.headers).toContainEqual(expect.objectContaining({ key: 'x-note', value: '=?UTF-8?Q?Z=C3=BCrich?=' }));
  });

  test('is signed by DKIM', async () => {
    const server = await testServer();
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const connector = await connectorFor(server, {
      dkim: { domain: 'example.com', selector: 'mail', privateKey: pem },
    });
    await connector.sendMessage(message());
    const { raw } = await server.nextMail();
    const [head = ''] = raw.split('\r\n\r\n');
    const fields = head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
    const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
    const tags = new Map(
      signature
        .slice(signature.indexOf(':') + 1)
        .split(';')
        .map((tag) => [tag.slice(0, tag.indexOf('=')).trim(), tag.slice(tag.indexOf('=') + 1).replaceAll(/\s/g, '')]),
    );
    expect(tags.get('d')).toBe('example.com');
    expect(tags.get('s')).toBe('mail');
    // RFC 6376 §3.4.2 and §3.7: the signed fields in relaxed form, and the signature's own without its value.
    const signed = (tags.get('h') ?? '').split(':').map((name) => {
      const field = fields.find((candidate) => candidate.toLowerCase().startsWith(`${name.toLowerCase()}:`)) ?? '';
      return relaxed(field);
    });
    const own = relaxed(signature.replace(/b=[^;]*$/, 'b='));
    const data = Buffer.from([...signed.map((field) => `${field}\r\n`), own].join(''), 'latin1');
    expect(verify('rsa-sha256', data, publicKey, Buffer.from(tags.get('b') ?? '', 'base64'))).toBe(true);
  });
});

describe('the configuration', () => {
  test('is looked up at every use', async () => {
    const [first, second] = await Promise.all([testServer(), testServer()]);
    let config: unknown = configFor(first);
    const ids: string[] = [];
    const getConfig = async (id: string): Promise<unknown> => {
      ids.push(id);
      return config;
    };
    const connector = await createSmtpEmail({ getConfig, runtime: testRuntime() });
    await connector.sendMessage(message());
    config = configFor(second);
    await connector.sendMessage(message());
    expect([first.mails.length, second.mails.length]).toEqual([1, 1]);
    expect(ids).toEqual(['smtp-email', 'smtp-email']);
  });

  test('can be tried unsaved', async () => {
    const [saved, unsaved] = await Promise.all([testServer(), testServer()]);
    const connector = await connectorFor(saved);
    await connector.sendMessage(message(), configFor(unsaved));
    expect([saved.mails.length, unsaved.mails.length]).toEqual([0, 1]);
    await expect(connector.sendMessage(message(), {})).rejects.toMatchObject({ code: 'invalid_config' });
  });
});

test('serves Logto’s calls as they are', async () => {
  const server = await testServer();
  const config = configFor(server);
  const getConfig = async (_id: string): Promise<unknown> => config;
  const asked: unknown[] = [];
  const getI18nEmailTemplate: GetI18nEmailTemplate = async (type, languageTag) => {
    asked.push([type, languageTag]);
    if (languageTag !== 'pt-BR') return undefined;
    return {
      subject: 'Código {{code}} de {{application.name}}',
      content: '<p>{{code}} {{application.missing}}|{{unknown}}</p>',
      contentType: 'text/html',
      replyTo: 'ajuda@example.com',
      sendFrom: '{{application.name}}',
    };
  };
  const connector = await createSmtpEmail({ getConfig, getI18nEmailTemplate, runtime: testRuntime() });
  expect(connector).toMatchObject({ type: 'Email', metadata: { id: 'smtp-email' } });
  expect(connector.configGuard.safeParse(config).success).toBe(true);
  const payload = { code: '112233', locale: 'pt-BR', uiLocales: 'pt-BR en', application: { name: 'Demo' } };
  await connector.sendMessage({ to: 'ada@example.org', type: 'Generic', payload, ip: '192.0.2.1' }, config);
  const mail = await server.nextMail();
  expect(mail).toMatchObject({ subject: 'Código 112233 de Demo', from: { name: 'Demo' } });
  expect(mail.html).toContain('<p>112233 |{{unknown}}</p>');
  expect(asked[0]).toEqual(['Generic', 'pt-BR']);
});

function relaxed(field: string): string {
  const colon = field.indexOf(':');
  const value = field.slice(colon + 1).replaceAll(/[ \t]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.trim()}`;
}
