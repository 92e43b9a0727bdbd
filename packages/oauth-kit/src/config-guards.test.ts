import { describe, expect, it } from 'vitest';
import {
  clientAuthenticationGuard,
  endpointGuard,
  issuerGuard,
  openidScopeGuard,
  scopeGuard,
} from './config-guards.ts';

describe('an address', () => {
  it.each([
    'https://id.example.com',
    'https://id.example.com/a/b',
    'https://id.example.com:8443/',
    'http://localhost:3000/a',
    'http://[::1]/a',
  ])('%s is an issuer, and an endpoint', (address) => {
    expect(issuerGuard.safeParse(address).success).toBe(true);
    expect(endpointGuard.safeParse(address).success).toBe(true);
  });

  it.each(['https://id.example.com/a?b=c', 'https://id.example.com?b=c'])('%s is an endpoint only', (address) => {
    expect(issuerGuard.safeParse(address).success).toBe(false);
    expect(endpointGuard.safeParse(address).success).toBe(true);
  });

  it.each([
    'http://id.example.com',
    'http://localhost.evil.test/',
    'http://127.0.0.1@evil.test/',
    'https://user@id.example.com/',
    'https://id.example.com/#a',
    'https://id.example.com/a b',
    'https://id.example.com/\r\n',
    'javascript:alert(1)',
    'file:///etc/passwd',
    '//id.example.com',
    `https://id.example.com/${'a'.repeat(2048)}`,
  ])('attack: %j is none', (address) => {
    expect(issuerGuard.safeParse(address).success).toBe(false);
    expect(endpointGuard.safeParse(address).success).toBe(false);
  });
});

describe('a scope', () => {
  it.each(['', 'a', 'openid', 'openid user:email https://api.example/a.b'])('is %j', (scope) => {
    expect(scopeGuard.safeParse(scope).success).toBe(true);
  });

  it.each([' ', 'a ', ' a', 'a  b', 'a,b "c"', 'a\\b', 'a\nb', 'ä'])('is never %j', (scope) => {
    expect(scopeGuard.safeParse(scope).success).toBe(false);
  });

  it.each(['', 'profile', 'profile openid', 'openidconnect', 'openid  profile'])(
    'is none of OpenID Connect as %j',
    (scope) => {
      expect(openidScopeGuard.safeParse(scope).success).toBe(false);
    },
  );

  it('begins with openid in OpenID Connect', () => {
    expect(openidScopeGuard.parse('openid')).toBe('openid');
    expect(openidScopeGuard.parse('openid profile')).toBe('openid profile');
  });
});

describe('client authentication', () => {
  it('is one method with what belongs to it', () => {
    expect(clientAuthenticationGuard.parse({ method: 'private_key_jwt', privateKey: 'x' })).toEqual({
      method: 'private_key_jwt',
      privateKey: 'x',
      algorithm: 'RS256',
    });
    for (const wrong of [
      { method: 'client_secret_basic' },
      { method: 'client_secret_post', clientSecret: '' },
      { method: 'none', clientSecret: 'x' },
      { method: 'private_key_jwt', privateKey: 'x', algorithm: 'HS256' },
      { method: 'tls_client_auth' },
    ]) {
      expect(clientAuthenticationGuard.safeParse(wrong).success).toBe(false);
    }
  });

  it('marks its secrets as such', () => {
    const secrets = JSON.stringify(clientAuthenticationGuard.toJSONSchema({ io: 'input' })).match(/"secret":true/g);
    expect(secrets).toHaveLength(2);
  });
});
