import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

const headersOf = (response: Response, isSecure = true) => Object.fromEntries(harmless(response, isSecure).headers);

test('data and redirects are for no browser to show, frame, keep or take for something else', () => {
  expect(headersOf(Response.json({}))).toEqual({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'content-type': 'application/json',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=15552000',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(headersOf(Response.json({}), false)).not.toHaveProperty('strict-transport-security');
});

test('pages say for themselves what they may do, and every answer keeps its own headers', async () => {
  const page = new Response('<p>', { headers: { 'content-type': 'text/html', 'x-content-type-options': 'own' } });
  expect(headersOf(page, false)).toEqual({ 'content-type': 'text/html', 'x-content-type-options': 'own' });
  const cached = new Response('{}', { headers: { 'cache-control': 'max-age=60' } });
  expect(headersOf(cached)['cache-control']).toBe('max-age=60');
});

test('an answer of the application whose headers cannot be changed gets them, too', async () => {
  const redirect = harmless(Response.redirect('https://app.example.com/', 303), true);
  expect(redirect.status).toBe(303);
  expect(Object.fromEntries(redirect.headers)).toMatchObject({
    location: 'https://app.example.com/',
    'x-frame-options': 'DENY',
  });
});
