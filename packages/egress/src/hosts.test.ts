import { describe, expect, it } from 'vitest';
import { canonicalHost, isLocalName } from './hosts.ts';
import { isPrivateHostEntry, PrivateHosts } from './private-hosts.ts';

describe('canonicalHost', () => {
  it.each([
    ['IDP.Example.COM', 'idp.example.com'],
    ['idp.example.com.', 'idp.example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['127.0.0.1', '127.0.0.1'],
    ['2130706433', '127.0.0.1'],
    ['0x7f.1', '127.0.0.1'],
    ['0177.0.0.1', '127.0.0.1'],
    ['１２７.0.0.1', '127.0.0.1'],
    ['::1', '::1'],
    ['[::1]', '::1'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['::FFFF:127.0.0.1', '::ffff:7f00:1'],
  ])('reads %s as %s', (text, host) => {
    expect(canonicalHost(text)).toBe(host);
  });

  it.each([
    '',
    '.',
    'a..b',
    '.a',
    'a:80',
    '[::1]:80',
    'a/b',
    'a@b',
    'a b',
    'a%2eb',
    'fe80::1%eth0',
    '1.2.3.4.5',
    'a#b',
    'a?b',
  ])('refuses %j', (text) => {
    expect(canonicalHost(text)).toBeUndefined();
  });
});

describe('isLocalName', () => {
  it.each([
    'localhost',
    'a.localhost',
    'printer.local',
    'metadata.google.internal',
    'intranet',
    'router.home.arpa',
    'nas.lan',
  ])('knows %s', (host) => {
    expect(isLocalName(host)).toBe(true);
  });

  it.each(['example.com', 'localhost.example.com', 'notlocal.dev', '127.0.0.1', '::1'])(
    'does not take %s for one',
    (host) => {
      expect(isLocalName(host)).toBe(false);
    },
  );
});

describe('PrivateHosts', () => {
  it('matches a host at every port, or at those that are named', () => {
    const hosts = new PrivateHosts([
      'Keycloak.Internal',
      'localhost:8080',
      'localhost:8081',
      '[::1]:443',
      '::2',
      '10.0.0.1:1',
    ]);
    expect(hosts.has('keycloak.internal', 5)).toBe(true);
    expect(hosts.has('localhost', 8080)).toBe(true);
    expect(hosts.has('localhost', 8081)).toBe(true);
    expect(hosts.has('localhost', 8082)).toBe(false);
    expect(hosts.has('::1', 443)).toBe(true);
    expect(hosts.has('::1', 444)).toBe(false);
    expect(hosts.has('::2', 444)).toBe(true);
    expect(hosts.has('10.0.0.1', 2)).toBe(false);
    expect(hosts.has('a.keycloak.internal', 443)).toBe(false);
  });

  it('lets a host without port win over the same one with a port, in either order', () => {
    expect(new PrivateHosts(['a.test', 'a.test:1']).has('a.test', 2)).toBe(true);
    expect(new PrivateHosts(['a.test:1', 'a.test']).has('a.test', 2)).toBe(true);
  });

  it.each([
    '*.example.com',
    '*',
    'https://a.test',
    'a.test/',
    'a.test:0',
    'a.test:65536',
    'a.test:',
    '10.0.0.0/8',
    '',
    'u@a.test',
  ])('refuses the entry %j', (entry) => {
    expect(isPrivateHostEntry(entry)).toBe(false);
  });
});
