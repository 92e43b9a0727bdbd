import { inspect } from 'node:util';
import type { EmailTemplate, Message } from '@jackfield/connector-kit';
import { attackSuite, withHostileEnvironment } from '@jackfield/connector-test-kit';
import type { ReceivedMail, SmtpServerOptions, SmtpVariant } from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { expect } from 'vitest';
import * as module from './index.ts';
import { configFor, connectorFor, message, testRuntime, testServer } from './testing/setup.ts';

type Config = module.SmtpEmailConfig;

/** A configuration that must not be accepted. */
const configured = (changes: object) => async () => connectorFor(await testServer(), changes);

/** A message that must reach no server. */
const refused =
  (changes: Partial<Message>, template: Partial<EmailTemplate> = {}) =>
  async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { templates: templates(template) });
    try {
      await connector.sendMessage(message(changes));
    } finally {
      expect(server.connections.total).toBe(0);
    }
  };

/** A message that arrives, and what it must look like. */
const delivered =
  (payload: object, template: Partial<EmailTemplate>, assert: (mail: ReceivedMail) => void) => async () => {
    const server = await testServer();
    const connector = await connectorFor(server, { templates: templates(template) });
    await connector.sendMessage(message({ payload: { code: '482913', ...payload } }));
    assert(await server.nextMail());
    expect(server.mails).toHaveLength(1);
  };

/** A message over a server that attacks: no credentials may reach it. */
const attacked =
  (variant: SmtpVariant, changes: Partial<Config> = {}, options: SmtpServerOptions = {}) =>
  async () => {
    const server = await testServer(options);
    server.use(variant);
    try {
      await (await connectorFor(server, changes)).sendMessage(message());
    } finally {
      expect(server.logins.filter(({ secure }) => !secure)).toEqual([]);
    }
  };

/** A proxy that would take every connection: nothing listens there. */
const nowhere = 'http://127.0.0.1:9';
const templates = (changes: Partial<EmailTemplate>) => [
  { type: 'SignIn' as const, subject: 'Code', content: '<p>{{code}}</p>', ...changes },
];
const recipients = (addresses: readonly string[]) => addresses.map((to) => refused({ to }));
const hosts = (names: readonly string[]) =>
  names.map((host) => async () => {
    const connector = await module.createSmtpEmail({
      config: { ...configFor(await testServer()), host },
      runtime: testRuntime({ egress: {} }),
    });
    return connector.sendMessage(message());
  });

attackSuite({
  module,
  withstands: {
    'several-recipients': {
      refusedWith: 'invalid_request_parameters',
      attempts: recipients([
        'ada@example.org,eve@evil.test',
        'ada@example.org;eve@evil.test',
        'friends:ada@example.org,eve@evil.test;',
        'ada@example.org\r\nBcc: eve@evil.test',
        'Ada <ada@example.org>',
      ]),
    },
    'quoted-recipient': {
      refusedWith: 'invalid_request_parameters',
      attempts: recipients(['"a@evil.test"@example.org', '"ada"@example.org', '"@evil.test,"@example.org']),
    },
    'full-width-at': {
      refusedWith: 'invalid_request_parameters',
      attempts: recipients(['ada＠example.org', 'eve@evil.test＠example.org', 'ada﹫example.org']),
    },
    'header-injected': {
      refusedWith: 'invalid_config',
      attempts: [
        { headers: { 'X-A\r\nBcc': 'eve@evil.test' } },
        { headers: { 'X-A': 'a\r\nBcc: eve@evil.test' } },
        { headers: { Bcc: 'eve@evil.test' } },
        { clientName: 'a\r\nMAIL FROM:<eve@evil.test>' },
        { from: { address: 'no-reply@example.com', name: 'A\r\nBcc: eve@evil.test' } },
        { replyTo: 'help@example.com\r\nBcc: eve@evil.test' },
        { templates: templates({ subject: 'a\r\nBcc: eve@evil.test' }) },
      ].map(configured),
    },
    'html-injected': {
      harmless: 'escaped',
      attempts: [
        delivered({ name: '<img src=x onerror=alert(1)>"\'&' }, { content: '<p>Hello {{name}}</p>' }, ({ html }) =>
          expect(html).not.toContain('<img'),
        ),
        delivered({ name: '" onmouseover="alert(1)' }, { content: '<p title="{{name}}">Hello</p>' }, ({ html }) =>
          expect(html).not.toContain('" onmouseover'),
        ),
      ],
    },
    'replacement-patterns': {
      harmless: 'as they are',
      attempts: [
        delivered({ name: "$& $1 $` $'" }, { content: 'A {{name}} B', contentType: 'text/plain' }, ({ text }) =>
          expect(text).toBe("A $& $1 $` $' B\n"),
        ),
      ],
    },
    'prototype-variables': {
      harmless: 'nothing given away',
      attempts: [
        delivered({}, { content: '<p>[{{constructor}}][{{__proto__.x}}][{{code.constructor}}]</p>' }, ({ html }) =>
          expect(html).toContain('[{{constructor}}][{{__proto__.x}}][]'),
        ),
      ],
    },
    'script-link': {
      refusedWith: 'invalid_request_parameters',
      attempts: ['javascript:alert(1)', 'data:text/html,x', ' javascript:alert(1)', 'file:///etc/passwd'].map((link) =>
        refused({ payload: { link } }, { content: '<a href="{{link}}">go</a>' }),
      ),
    },
    'file-access': {
      refusedWith: 'invalid_config',
      attempts: [
        ...[
          { path: '/etc/passwd' },
          { href: 'http://127.0.0.1/' },
          { sendmail: true },
          { attachments: [{ path: '/etc/passwd' }] },
        ].map(configured),
        async () => {
          const content = { path: '/etc/hostname' } as unknown as string;
          const getI18nEmailTemplate = async () => ({ subject: 'a', content });
          const config = configFor(await testServer());
          const connector = await module.createSmtpEmail({ config, runtime: testRuntime(), getI18nEmailTemplate });
          return connector.sendMessage(message());
        },
      ],
    },
    'starttls-stripped': {
      refusedWith: 'provider_unavailable',
      attempts: [
        attacked('starttls-not-offered'),
        attacked('starttls-not-offered', { security: 'opportunistic-starttls' }),
        attacked('starttls-refused'),
      ],
    },
    'starttls-injected': {
      harmless: 'only what was encrypted counts',
      attempts: [attacked('starttls-injection')],
    },
    'certificate-wrong': {
      refusedWith: 'provider_unavailable',
      attempts: (['starttls', 'implicit-tls'] as const).flatMap((security) =>
        (['certificate-expired', 'certificate-self-signed', 'certificate-wrong-host', 'old-tls'] as const).map(
          (variant) => attacked(variant, { security }, { security }),
        ),
      ),
    },
    'credentials-in-clear': {
      refusedWith: 'invalid_config',
      attempts: [configured({ security: 'none' }), attacked('auth-only-without-tls')],
    },
    'message-blown-up': {
      refusedWith: 'invalid_request_parameters',
      attempts: [
        refused({ payload: { code: 'x'.repeat(100_000) } }),
        refused({ payload: { code: '1', name: 'y'.repeat(5000) } }, { content: '{{name}}' }),
      ],
    },
    'sent-twice': {
      refusedWith: 'delivery_unknown',
      attempts: [
        async () => {
          const server = await testServer();
          server.use('drop-after-data');
          const connector = await connectorFor(server);
          try {
            await connector.sendMessage(message());
          } finally {
            expect(server.mails).toHaveLength(1);
          }
        },
      ],
    },
    'secret-echoed': {
      refusedWith: 'invalid_config',
      attempts: [
        async () => {
          const server = await testServer();
          server.use('echoing-refusal');
          try {
            await (await connectorFor(server)).sendMessage(message());
          } catch (error) {
            expect(inspect(error, { depth: 9 })).not.toContain(server.password);
            throw error;
          }
        },
        async () => {
          const server = await testServer();
          server.use('echoing-message-refusal');
          try {
            await (await connectorFor(server)).sendMessage(message({ payload: { code: '482913' } }));
          } catch (error) {
            expect(inspect(error, { depth: 9 })).toMatch(/^(?!.*482913).*\[redacted\]/s);
            throw error;
          }
        },
      ],
    },
    'environment-steers': {
      harmless: 'never read',
      attempts: [
        async () =>
          withHostileEnvironment(
            nowhere,
            delivered({}, {}, ({ secure }) => expect(secure).toBe(true)),
          ),
        async () =>
          withHostileEnvironment(nowhere, async () =>
            expect(attacked('certificate-self-signed')()).rejects.toMatchObject({ code: 'provider_unavailable' }),
          ),
      ],
    },
    'private-address': {
      refusedWith: 'egress_refused',
      attempts: hosts([
        '127.0.0.1',
        '::1',
        '0.0.0.0',
        '10.0.0.1',
        '169.254.169.254',
        '::ffff:169.254.169.254',
        '64:ff9b::a9fe:a9fe',
      ]),
    },
    'private-name': {
      refusedWith: 'egress_refused',
      attempts: [
        ...hosts(['localhost', 'localhost.', 'mail.internal', 'printer.local']),
        async () => {
          const runtime = createRuntime({ egress: { lookup: async () => [{ address: '10.0.0.1' }] } });
          const config = { ...configFor(await testServer()), host: 'mail.example.com' };
          const connector = await module.createSmtpEmail({ config, runtime });
          return connector.sendMessage(message()).finally(async () => runtime.close());
        },
      ],
    },
  },
});
