import { googlePeople } from '@jackfield/connector-test-kit/google';
import { describe, expect, it } from 'vitest';
import { connect, signIn, startGoogle } from './testing/harness.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const url = 'https://app.example.test/one-tap';
const { ada } = googlePeople;

const request = (form: URLSearchParams, cookie: string, method = 'POST') =>
  method === 'POST'
    ? new Request(url, { method, body: form, headers: { cookie } })
    : new Request(`${url}?${form.toString()}`, { headers: { cookie } });

/** The token both in the form and in the cookie. */
const tokenOf = (form: URLSearchParams): string => form.get('g_csrf_token') ?? '';

describe('verifyOneTap', () => {
  it('signs a person in by the request, or by its form and cookies', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { form, cookie } = google.oneTap({ nonce: 'of-the-page' });
    const forms = [form, Object.fromEntries(form), new FormData()] as const;
    for (const [name, value] of form) forms[2].append(name, value);
    const posts = [request(form, cookie), ...forms.map((one) => ({ form: one, cookie }))];
    for (const post of posts) {
      const user = await connector.verifyOneTap(post, { nonce: 'of-the-page' });
      expect(user).toMatchObject({ id: ada.sub, issuer: 'https://accounts.google.com', email: ada.email });
    }
    expect(google.calls).toMatchObject({ token: 0, userinfo: 0 });
  });

  it('reads a cookie among others, quoted or not', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { form } = google.oneTap();
    for (const value of [tokenOf(form), `"${tokenOf(form)}"`]) {
      const post = request(form, `a=1;xg_csrf_token=other; g_csrf_token=${value} ;b=2`);
      expect((await connector.verifyOneTap(post, { nonce: null })).id).toBe(ada.sub);
    }
  });

  it('attack: login CSRF by a post from another site, without or with a wrong g_csrf_token', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { form, cookie } = google.oneTap();
    const without = new URLSearchParams(form);
    without.delete('g_csrf_token');
    const empty = new URLSearchParams(form);
    empty.set('g_csrf_token', '');
    const posts = [
      { form, cookie: '' },
      { form, cookie: undefined },
      { form, cookie: null },
      { form, cookie: 'g_csrf_token=' },
      { form, cookie: `g_csrf_token=${tokenOf(form)}x` },
      { form, cookie: `g_csrf_token=${tokenOf(form).slice(0, -1)}` },
      { form, cookie: `G_CSRF_TOKEN=${tokenOf(form)}` },
      { form: without, cookie },
      { form: empty, cookie: 'g_csrf_token=' },
      request(form, 'g_csrf_token=other'),
    ];
    for (const post of posts) {
      await expect(connector.verifyOneTap(post, { nonce: null })).rejects.toEqual(refusal('session_invalid'));
    }
    expect(google.requests).toEqual([]);
  });

  it('attack: a second g_csrf_token cookie, set by a neighbouring subdomain', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { form, cookie } = google.oneTap();
    for (const both of [`g_csrf_token=other; ${cookie}`, `${cookie}; g_csrf_token=other`]) {
      await expect(connector.verifyOneTap({ form, cookie: both }, { nonce: null })).rejects.toEqual(
        refusal('session_invalid'),
      );
    }
  });

  it('attack: a credential in an address, a field twice, another content type, or no post at all', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const { form, cookie } = google.oneTap();
    const twice = new URLSearchParams(form);
    twice.append('credential', google.issueIdToken());
    const nothing = new URLSearchParams(form);
    nothing.delete('credential');
    const posts: unknown[] = [
      request(form, cookie, 'GET'),
      { form: twice, cookie },
      { form: nothing, cookie },
      { form: null, cookie },
      { form: { ...Object.fromEntries(form), credential: ['a'] }, cookie },
      { form, cookie: ['g_csrf_token=x'] },
      new Request(url, { method: 'POST', body: form.toString(), headers: { cookie, 'content-type': 'text/plain' } }),
      form,
      null,
      'credential',
      {},
    ];
    for (const post of posts) {
      await expect(connector.verifyOneTap(post as never, { nonce: null })).rejects.toEqual(
        refusal('invalid_request_parameters'),
      );
    }
  });

  it('attack: missing, wrong, empty, replayed nonce', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    const attempts = [
      [{ nonce: 'first' }, 'second'],
      [{ nonce: 'first' }, null],
      [{}, 'first'],
      [{ nonce: '' }, 'first'],
      [{ nonce: '' }, ''],
    ] as const;
    for (const [claims, nonce] of attempts) {
      const post = google.oneTap(claims);
      await expect(connector.verifyOneTap(post, { nonce })).rejects.toEqual(refusal('social_invalid_id_token'));
    }
  });
});

describe('verifyIdToken', () => {
  it('accepts a token that an Android app asked for on behalf of the server', async () => {
    const google = await startGoogle();
    const android = '1815-android.apps.googleusercontent.com';
    const token = google.issueIdToken({ azp: android });
    const connector = await connect(google, { additionalClientIds: [android] });
    expect((await connector.verifyIdToken(token, { nonce: null })).id).toBe(ada.sub);
    await expect((await connect(google)).verifyIdToken(token, { nonce: null })).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('accepts the listed clients of native apps, and no other', async () => {
    const google = await startGoogle();
    const ios = '1815-ios.apps.googleusercontent.com';
    const token = google.issueIdToken({ aud: ios, azp: ios });
    const connector = await connect(google, { additionalClientIds: [ios] });
    expect((await connector.verifyIdToken(token, { nonce: null })).id).toBe(ada.sub);
    expect((await connector.verifyIdToken(google.issueIdToken(), { nonce: null })).id).toBe(ada.sub);
    await expect((await connect(google)).verifyIdToken(token, { nonce: null })).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
  });

  it('attack: an additional client id accepted in a sign-in by code', async () => {
    const google = await startGoogle();
    const ios = '1815-ios.apps.googleusercontent.com';
    const connector = await connect(google, { additionalClientIds: [ios] });
    google.use({
      description: 'For another client of ours.',
      idToken: (token) => ({ ...token, claims: { ...token.claims, aud: ios, azp: ios } }),
    });
    await expect(signIn(google, connector)).rejects.toEqual(refusal('social_invalid_id_token'));
  });

  it('refuses what is no token', async () => {
    const connector = await connect(await startGoogle());
    await expect(connector.verifyIdToken('nonsense', { nonce: null })).rejects.toEqual(
      refusal('social_invalid_id_token'),
    );
    await expect(connector.verifyIdToken(undefined as never, { nonce: null })).rejects.toEqual(
      refusal('invalid_request_parameters'),
    );
  });

  it('attack: a nonce that the caller forgot counts as none', async () => {
    const google = await startGoogle();
    const connector = await connect(google);
    for (const expected of [undefined, {}, { nonce: undefined }, { nonce: 1 }]) {
      await expect(connector.verifyIdToken(google.issueIdToken(), expected as never)).rejects.toEqual(
        refusal('invalid_request_parameters'),
      );
    }
  });
});
