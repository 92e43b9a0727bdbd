import { describe, expect, test } from 'vitest';
import { isSameSource } from './identity-source.ts';

describe('the issuer of an identity', () => {
  const anyTenant = 'https://login.example.com/{tenantid}/v2.0';

  test('is the connector’s, to the letter', () => {
    expect(isSameSource('https://id.example.com', 'https://id.example.com')).toBe(true);
    for (const other of ['https://id.example.com/', 'https://ID.example.com', 'http://id.example.com', '']) {
      expect(isSameSource('https://id.example.com', other), other).toBe(false);
    }
  });

  test('is that of any one tenant', () => {
    expect(isSameSource(anyTenant, 'https://login.example.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0')).toBe(true);
    expect(isSameSource(anyTenant, 'https://login.example.com/acme.onmicrosoft.example/v2.0')).toBe(true);
  });

  test.each([
    'https://login.example.com//v2.0',
    'https://login.example.com/v2.0',
    'https://login.example.com/a/b/v2.0',
    'https://login.example.com/a?x=/v2.0',
    'https://login.example.com/a#/v2.0',
    'https://login.example.com/a/v2.0/',
    'https://login.example.com.evil.test/a/v2.0',
    'https://evil.test/https://login.example.com/a/v2.0',
  ])('attack: an issuer that only looks like a tenant: %s', (issuer) => {
    expect(isSameSource(anyTenant, issuer)).toBe(false);
  });
});
