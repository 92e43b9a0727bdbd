import { describe, expect, test } from 'vitest';
import { checkSameOrigin } from './same-origin.ts';

const origin = 'https://login.example.test';
const request = (headers: Record<string, string>) => new Request(`${origin}/sign-out`, { method: 'POST', headers });

describe('checkSameOrigin', () => {
  test.each([[{ origin }], [{ 'sec-fetch-site': 'same-origin' }], [{ origin, 'sec-fetch-site': 'same-origin' }]])(
    'a page of this site: %j',
    (headers) => {
      expect(() => checkSameOrigin(request(headers), origin)).not.toThrow();
    },
  );

  test.each([
    [{}],
    [{ origin: 'https://evil.test' }],
    [{ origin: 'null' }],
    [{ origin: '' }],
    [{ origin: 'http://login.example.test' }],
    [{ origin: `${origin}:444` }],
    [{ origin: `${origin}.evil.test` }],
    [{ origin: 'https://evil.test', 'sec-fetch-site': 'same-origin' }],
    [{ origin, 'sec-fetch-site': 'same-site' }],
    [{ 'sec-fetch-site': 'none' }],
    [{ referer: `${origin}/` }],
  ])('attack: cross-site request: %j', (headers: Record<string, string>) => {
    expect(() => checkSameOrigin(request(headers), origin)).toThrow(
      expect.objectContaining({ code: 'cross_site_request', status: 403 }),
    );
  });
});
