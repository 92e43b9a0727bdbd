import { describe, expect, test } from 'vitest';
import { checkTrustedProxies, clientAddress } from './client-address.ts';

const proxies = ['10.0.0.0/8', '192.0.2.7', 'fd00::/8'];
const of = (remoteAddress: string | undefined, forwardedFor?: string | null, trusted: readonly string[] = proxies) =>
  clientAddress({ remoteAddress, forwardedFor }, trusted);

test('without proxies, the connection says it', () => {
  expect(of('198.51.100.1', undefined, [])).toBe('198.51.100.1');
  expect(of('198.51.100.1', null)).toBe('198.51.100.1');
  expect(of('10.0.0.1', '')).toBe('10.0.0.1');
});

test.each([
  ['one proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['two proxies', '10.0.0.1', '198.51.100.1, 192.0.2.7', '198.51.100.1'],
  ['a proxy on IPv6', 'fd00::1', '2001:DB8:0:0::1', '2001:db8::1'],
  ['a mapped proxy', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
  ['a mapped client', '10.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
  ['a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
  ['brackets', '10.0.0.1', '[2001:db8::1]', '2001:db8::1'],
  ['brackets and a port', '10.0.0.1', '[2001:db8::1]:443', '2001:db8::1'],
  ['a zone', '10.0.0.1', 'fe80::1%eth0', 'fe80::1'],
  ['spaces and tabs', '10.0.0.1', '  198.51.100.1\t,\t 10.0.0.2  ', '198.51.100.1'],
  ['nothing but proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
])('%s', (_name, remoteAddress, forwardedFor, expected) => {
  expect(of(remoteAddress, forwardedFor)).toBe(expected);
});

describe('attack: forged X-Forwarded-For', () => {
  test('a client without a proxy names another address', () => {
    expect(of('198.51.100.1', '203.0.113.9')).toBe('198.51.100.1');
    expect(of('198.51.100.1', '203.0.113.9', [])).toBe('198.51.100.1');
  });

  test('a client behind the proxy puts addresses before its own', () => {
    expect(of('10.0.0.1', '203.0.113.9, 198.51.100.1')).toBe('198.51.100.1');
    expect(of('10.0.0.1', '127.0.0.1, 10.0.0.9, 198.51.100.1, 10.0.0.2')).toBe('198.51.100.1');
  });

  test('an address that only begins or ends like a trusted one', () => {
    expect(of('110.0.0.1', '203.0.113.9')).toBe('110.0.0.1');
    expect(of('192.0.2.70', '203.0.113.9')).toBe('192.0.2.70');
    expect(of('2001:db8::a00:1', '203.0.113.9')).toBe('2001:db8::a00:1');
    expect(of('64:ff9b::a00:1', '203.0.113.9')).toBe('64:ff9b::a00:1');
  });

  test.each([
    'unknown',
    '_hidden',
    '',
    'localhost',
    '999.1.1.1',
    '1.2.3',
    '0x7f.1',
    '010.0.0.9',
    '2130706433',
    '[::1',
    '::1]',
    '198.51.100.1:x',
    '198.51.100.1:123456',
    '1.2.3.4, ',
    'a'.repeat(5000),
    '<script>',
    '198.51.100.1\u0000',
    '::g',
  ])('garbage before the last proxy counts as that proxy: %s', (garbage) => {
    expect(of('10.0.0.1', `203.0.113.9, ${garbage}`)).toBe('10.0.0.1');
    expect(of('10.0.0.1', `203.0.113.9, ${garbage}, 192.0.2.7`)).toBe('192.0.2.7');
  });

  test('a list that is too long ends somewhere among the proxies, quickly', () => {
    const start = performance.now();
    expect(of('10.0.0.1', `203.0.113.9${', 10.0.0.2'.repeat(100_000)}`)).toBe('10.0.0.2');
    expect(of('10.0.0.1', `203.0.113.9${','.repeat(1_000_000)}`)).toBe('10.0.0.1');
    expect(of('10.0.0.1', `${'203.0.113.9, '.repeat(100_000)}198.51.100.1`)).toBe('198.51.100.1');
    expect(performance.now() - start).toBeLessThan(200);
  });

  test('an address cut where the list is too long is not taken', () => {
    // What is left of `203.0.113.99` must not become `3.0.113.99`.
    for (let padding = 1970; padding < 1990; padding += 1) {
      expect(['203.0.113.99', '10.0.0.2']).toContain(of('10.0.0.1', `203.0.113.99,${' '.repeat(padding)}10.0.0.2`));
    }
  });
});

test('without a connection, or an address of it, nothing is known', () => {
  expect(of(undefined, '198.51.100.1')).toBeUndefined();
  expect(of('/run/socket', '198.51.100.1')).toBeUndefined();
});

test('mapped ranges are those of IPv4', () => {
  expect(of('10.0.0.1', '198.51.100.1', ['::ffff:10.0.0.0/104'])).toBe('198.51.100.1');
  expect(of('11.0.0.1', '198.51.100.1', ['::ffff:10.0.0.0/104'])).toBe('11.0.0.1');
});

test('wrong settings are refused, all at once', () => {
  const wrong = [
    '10.0.0.0/33',
    '0.0.0.0/0',
    '::/0',
    '::ffff:0.0.0.0/96',
    'proxy.example.com',
    '10.0.0',
    '',
    'fd00::/129',
  ];
  expect(() => checkTrustedProxies(['10.0.0.1', ...wrong])).toThrow(
    expect.objectContaining({ code: 'invalid_request', hint: expect.stringContaining(JSON.stringify(wrong)) }),
  );
  expect(() => checkTrustedProxies(proxies)).not.toThrow();
});
