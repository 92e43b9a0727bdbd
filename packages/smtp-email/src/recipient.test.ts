import { describe, expect, test } from 'vitest';
import { parseRecipient } from './recipient.ts';
import { connectorFor, message, testServer } from './testing/setup.ts';

const accepted: [string, string][] = [
  ['ada@example.org', 'ada@example.org'],
  ['Ada.Lovelace+code@Example.ORG', 'Ada.Lovelace+code@example.org'],
  ["o'brien@example.org", "o'brien@example.org"],
  ['ada@bücher.example', 'ada@xn--bcher-kva.example'],
  ['ada@例え.テスト', 'ada@xn--r8jz45g.xn--zckzah'],
  [`${'a'.repeat(64)}@example.org`, `${'a'.repeat(64)}@example.org`],
];

const attacks: Record<string, readonly unknown[]> = {
  'several recipients by comma or group': [
    'ada@example.org,eve@evil.test',
    'ada@example.org;eve@evil.test',
    'friends:ada@example.org,eve@evil.test;',
    'ada@example.org eve@evil.test',
    'ada@example.org@evil.test',
    ['ada@example.org', 'eve@evil.test'],
  ],
  'quoted local part': [
    '"a@evil.test"@example.org',
    '"ada"@example.org',
    '"a b"@example.org',
    '"@evil.test,"@example.org',
  ],
  'full-width at sign': [
    'ada＠example.org',
    'eve@evil.test＠example.org',
    'ada﹫example.org',
    'ada＠evil.test@example.org',
  ],
  'look-alike letters in the local part': ['ａda@example.org', 'аda@example.org', 'ada\u200B@example.org'],
  'control characters': [
    'ada@example.org\r\nBcc: eve@evil.test',
    'ada\n@example.org',
    'ada@example.org\0',
    '\tada@example.org',
  ],
  'display name and angle brackets': [
    'Ada <ada@example.org>',
    '<ada@example.org>',
    'ada@example.org>',
    '@evil.test:ada@example.org',
  ],
  'comment in the address': ['ada(comment)@example.org', 'ada@(comment)example.org'],
  'address literal or bare host': [
    'ada@[127.0.0.1]',
    'ada@127.0.0.1',
    'ada@0x7f.1',
    'ada@localhost',
    'ada@%65vil.test',
    'ada@evil.test.',
  ],
  'malformed domain': [
    'ada@',
    'ada@-example.org',
    'ada@example..org',
    'ada@exam_ple.org',
    'ada@example.org/x',
    'ada@exa mple.org',
  ],
  'malformed local part': [
    '@example.org',
    '.ada@example.org',
    'a..b@example.org',
    'ada.@example.org',
    'ada\\@example.org',
  ],
  'overlong address': [`${'a'.repeat(65)}@example.org`, `ada@${`${'a'.repeat(60)}.`.repeat(5)}org`],
  'no address at all': [undefined, null, '', 42, { address: 'ada@example.org' }, 'ada'],
};

test.each(accepted)('accepts %s', (address, expected) => {
  expect(parseRecipient(address)).toBe(expected);
});

describe.each(Object.entries(attacks))('attack: %s', (_name, addresses) => {
  test.each(addresses.map((address) => [JSON.stringify(address) ?? 'undefined', address]))('%s', (_text, address) => {
    expect(() => parseRecipient(address)).toThrow(
      expect.objectContaining({ code: 'invalid_request_parameters', retryable: false }),
    );
  });
});

test('attack: a refused recipient reaches no server', async () => {
  const server = await testServer();
  const connector = await connectorFor(server);
  const failure = connector.sendMessage(message({ to: 'ada@example.org,eve@evil.test' }));
  await expect(failure).rejects.toMatchObject({ code: 'invalid_request_parameters' });
  expect(server.connections.total).toBe(0);
});
