import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSmtpEmail } from './index.ts';
import { parseSettings } from './settings.ts';

const auth = { kind: 'login', user: 'mailer', password: 'canary-password' };
const valid = { host: 'smtp.example.com', auth, from: { address: 'no-reply@example.com' } };

test('three fields are enough', () => {
  expect(parseSettings(valid)).toMatchObject({
    port: 587,
    security: 'starttls',
    allowCredentialsInClear: false,
    clientName: 'example.com',
    timeouts: { connection: 10, greeting: 10, reply: 15, total: 25 },
    pool: { maxConnections: 5, maxMessagesPerConnection: 500, idleTimeout: 30 },
  });
  expect(parseSettings({ ...valid, security: 'implicit-tls' }).port).toBe(465);
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
const elliptic = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
const dkim = { domain: 'example.com', selector: 'mail' };

test.each([
  { host: '192.0.2.1' },
  { host: '2001:db8::1' },
  { host: 'localhost' },
  { host: 'smtp.example.com.' },
  { port: 2525 },
  { auth: { kind: 'none' }, security: 'none' },
  { dkim: { ...dkim, privateKey: rsa } },
  { headers: { 'List-Unsubscribe': '<https://example.com/stop>' } },
])('accepts %o', (changes) => {
  expect(() => parseSettings({ ...valid, ...changes })).not.toThrow();
});

const wrong: [string, object][] = [
  ['host', { host: 'https://smtp.example.com' }],
  ['host', { host: 'user@smtp.example.com' }],
  ['host', { host: '[::1]' }],
  ['host', { host: 'smtp.example.com\r\n' }],
  ['port', { port: 0 }],
  ['port', { port: '587' }],
  ['port', { port: 22 }],
  ['security', { security: 'ssl' }],
  ['security', { security: 'none' }],
  ['auth.kind', { auth: { kind: 'plain' } }],
  ['auth.password', { auth: { kind: 'login', user: 'mailer' } }],
  [
    'auth.tokenEndpoint',
    { auth: { kind: 'oauth2', user: 'a', clientId: 'b', clientSecret: 'c', tokenEndpoint: 'http://a' } },
  ],
  ['from.address', { from: { address: 'Example <no-reply@example.com>' } }],
  ['from.address', { from: { address: 'a@example.com,b@example.com' } }],
  ['ca', { ca: 'certificate' }],
  ['ca', { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }],
  ['dkim.privateKey', { dkim: { ...dkim, privateKey: 'key' } }],
  ['dkim.privateKey', { dkim: { ...dkim, privateKey: elliptic } }],
  [
    'dkim.privateKey',
    { dkim: { ...dkim, privateKey: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' } },
  ],
  ['timeouts.total', { timeouts: { total: 0 } }],
  ['pool.maxConnections', { pool: { maxConnections: 1000 } }],
  ['sendmail', { sendmail: true }],
];

test.each(wrong)('names %s, and no value: %o', async (path, changes) => {
  const config = { ...valid, ...changes };
  const error: unknown = await createSmtpEmail({ config: config as never }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'invalid_config', issues: [expect.objectContaining({ path })] });
  expect(JSON.stringify(error)).not.toContain('canary-password');
});

test('names every wrong field that JSON Schema cannot find, at once', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
  const config = { ...valid, port: 22, security: 'none', ca: certificate, dkim: { ...dkim, privateKey: elliptic } };
  expect(() => parseSettings(config)).toThrow(
    expect.objectContaining({
      issues: ['port', 'security', 'ca', 'dkim.privateKey'].map((path) => expect.objectContaining({ path })),
    }),
  );
});
