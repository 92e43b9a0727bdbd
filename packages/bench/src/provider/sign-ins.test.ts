import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SignIns } from './sign-ins.ts';

const redirectUri = 'https://app.example.test/callback';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

function visited() {
  const signIns = new SignIns();
  const query = new URLSearchParams({ redirect_uri: redirectUri, state: 'a-state', code_challenge: challenge });
  const callback = new URL(signIns.visit(new URL(`https://id.example.test/authorize?${query.toString()}`)));
  const code = callback.searchParams.get('code') ?? '';
  return { signIns, callback, right: { code, redirect_uri: redirectUri, code_verifier: verifier, client_secret: 's' } };
}

/** A provider that took anything would let a library skip its work. */
describe('the fake providers', () => {
  it('send the browser back with the state', () => {
    const { callback } = visited();
    expect(callback.origin + callback.pathname).toBe(redirectUri);
    expect(callback.searchParams.get('state')).toBe('a-state');
  });

  it('exchange a code once', () => {
    const { signIns, right } = visited();
    const form = new URLSearchParams(right);
    expect(signIns.exchange(form, undefined)?.accessToken).toMatch(/^gho_/);
    expect(signIns.exchange(form, undefined)).toBeUndefined();
  });

  it.each([
    ['another code', { code: 'other' }],
    ['another redirect URI', { redirect_uri: 'https://evil.test' }],
    ['another code verifier', { code_verifier: 'w'.repeat(43) }],
  ])('refuse %s', (_name, wrong) => {
    const { signIns, right } = visited();
    expect(signIns.exchange(new URLSearchParams({ ...right, ...wrong }), undefined)).toBeUndefined();
  });

  it('refuse a client that does not authenticate, and one that forgets its verifier', () => {
    for (const missing of ['client_secret', 'code_verifier']) {
      const { signIns, right } = visited();
      const form = new URLSearchParams(right);
      form.delete(missing);
      expect(signIns.exchange(form, undefined)).toBeUndefined();
    }
  });
});
