import { expect, it } from 'vitest';
import { githubEndpoints } from './endpoints.ts';

it.each([
  [undefined, 'https://github.com', 'https://api.github.com'],
  ['https://github.example.test', 'https://github.example.test', 'https://github.example.test/api/v3'],
  ['https://github.example.test:443/', 'https://github.example.test', 'https://github.example.test/api/v3'],
  ['https://github.example.test:8443', 'https://github.example.test:8443', 'https://github.example.test:8443/api/v3'],
  ['https://octocorp.ghe.com', 'https://octocorp.ghe.com', 'https://api.octocorp.ghe.com'],
  [
    'https://octocorp.ghe.com.evil.test',
    'https://octocorp.ghe.com.evil.test',
    'https://octocorp.ghe.com.evil.test/api/v3',
  ],
])('finds the endpoints of %s', (enterpriseUrl, origin, api) => {
  expect(githubEndpoints(enterpriseUrl)).toEqual({
    issuer: `${origin}/login/oauth`,
    authorize: `${origin}/login/oauth/authorize`,
    token: `${origin}/login/oauth/access_token`,
    api,
  });
});
