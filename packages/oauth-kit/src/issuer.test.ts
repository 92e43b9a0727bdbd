import { expect, it } from 'vitest';
import { createOAuthClient } from './client.ts';
import { getIssuer } from './issuer.ts';
import type { OAuthSettings } from './settings.ts';

const client = (settings: Pick<OAuthSettings, 'server' | 'tenants'>) =>
  createOAuthClient(
    {},
    {
      connectorId: 'test',
      clientId: 'c',
      clientAuthentication: { method: 'none' },
      scope: '',
      openid: true,
      ...settings,
    },
  );

const entra = 'https://login.microsoftonline.com';

it.each(['common', 'organizations', 'consumers'])('is a template for %s of Entra', (which) => {
  const server = { kind: 'discovery' as const, issuer: `${entra}/${which}/v2.0` };
  expect(getIssuer(client({ server, tenants: { kind: 'any' } }))).toBe(`${entra}/{tenantid}/v2.0`);
});

it('is the configured issuer, to the letter, without tenants', () => {
  const server = { kind: 'discovery' as const, issuer: 'https://id.example.com/common/' };
  expect(getIssuer(client({ server }))).toBe('https://id.example.com/common/');
});

it('is the origin of the token endpoint where no issuer is configured', () => {
  const endpoints = {
    authorization_endpoint: 'https://a.example.com/x',
    token_endpoint: 'https://b.example.com:444/y',
  };
  expect(getIssuer(client({ server: { kind: 'static', endpoints } }))).toBe('https://b.example.com:444');
  expect(getIssuer(client({ server: { kind: 'static', endpoints, issuer: 'https://a.example.com' } }))).toBe(
    'https://a.example.com',
  );
});
