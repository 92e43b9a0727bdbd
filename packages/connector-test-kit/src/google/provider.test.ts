import { once } from 'node:events';
import { request } from 'node:http';
import { createHash } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { googlePeople } from './people.ts';
import { type GoogleProvider, startGoogleProvider } from './provider.ts';
import { googleVariants } from './variants.ts';

let google: GoogleProvider;
beforeAll(async () => {
  google = await startGoogleProvider();
});
beforeEach(() => google.reset());
afterAll(() => google.close());

const redirectUri = 'https://app.example.test/callback';
const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** Asks the proxy for a tunnel. */
async function openTunnel(host: string): Promise<{ status: number; socket: TLSSocket | undefined }> {
  const connecting = request(google.egress.proxy, { method: 'CONNECT', path: host, agent: false }).end();
  const [response, tunnel] = await once(connecting, 'connect');
  if (response.statusCode !== 200) return { status: response.statusCode, socket: undefined };
  const socket = connect({ socket: tunnel, servername: host.split(':')[0] ?? '', ca: google.egress.ca });
  await once(socket, 'secureConnect');
  return { status: 200, socket };
}

async function send(url: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const { host, hostname, pathname } = new URL(url);
  const { socket } = await openTunnel(`${hostname}:443`);
  const asking = request({
    createConnection: () => socket ?? expect.fail('no tunnel'),
    method: form ? 'POST' : 'GET',
    path: pathname,
    headers: { host, ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}), ...headers },
  }).end(form && new URLSearchParams(form).toString());
  const [response] = await once(asking, 'response');
  const body = await text(response);
  socket?.destroy();
  return { status: response.statusCode, body: body.startsWith('{') ? JSON.parse(body) : body };
}

const authorizationUrl = (changes: Record<string, string> = {}) => {
  const url = new URL('https://accounts.google.com/o/oauth2/v2/auth');
  url.search = new URLSearchParams({
    client_id: google.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email profile',
    state: 'a-state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    ...changes,
  }).toString();
  return url;
};

async function redeem(changes: Record<string, string> = {}, asked: Record<string, string> = {}) {
  const code = (await google.callbackFor(authorizationUrl(asked))).searchParams.get('code') ?? '';
  return send('https://oauth2.googleapis.com/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: google.clientId,
    client_secret: google.clientSecret,
    code_verifier: verifier,
    ...changes,
  });
}

const payloadOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

describe('startGoogleProvider', () => {
  it('answers under the names of Google, and opens no tunnel elsewhere', async () => {
    const { body } = await send('https://accounts.google.com/.well-known/openid-configuration');
    expect(body).toMatchObject({ issuer: 'https://accounts.google.com' });
    expect((await openTunnel('example.com:443')).status).toBe(502);
    expect((await openTunnel('accounts.google.com:80')).status).toBe(502);
    expect((await send('https://oauth2.googleapis.com/.well-known/openid-configuration')).status).toBe(404);
    expect(google.calls).toMatchObject({ discovery: 1 });
  });

  it('sends the browser back with what Google sends', async () => {
    const callback = await google.callbackFor(authorizationUrl());
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      state: 'a-state',
      iss: 'https://accounts.google.com',
      code: expect.stringMatching(/^4\/0/),
      scope: expect.stringContaining('https://www.googleapis.com/auth/userinfo.email'),
      hd: 'example.test',
    });
  });

  it.each<Record<string, string>>([
    { client_id: 'unknown' },
    { redirect_uri: '/callback' },
    { response_type: 'token' },
    { scope: '' },
    { prompt: 'login' },
    { prompt: 'none consent' },
    { access_type: 'always' },
    { code_challenge_method: 'plain' },
  ])('shows a page instead when asked with %j', async (changes) => {
    await expect(google.callbackFor(authorizationUrl({ ...changes }))).rejects.toThrow(/status 40[01]/);
  });

  it.each([
    [{ client_id: 'x' }, 'invalid_client', 'The OAuth client was not found.'],
    [{ client_secret: 'x' }, 'invalid_client', 'The provided client secret is invalid.'],
    [{ code: 'x' }, 'invalid_grant', 'Malformed auth code.'],
    [{ code_verifier: 'x'.repeat(43) }, 'invalid_grant', 'Invalid code verifier.'],
    [{ redirect_uri: 'https://app.example.test/' }, 'redirect_uri_mismatch', 'Bad Request'],
    [{ grant_type: 'password' }, 'unsupported_grant_type', 'Invalid grant_type: password'],
  ])('refuses a token request with %j', async (changes: Record<string, string>, error, description) => {
    expect((await redeem(changes)).body).toEqual({ error, error_description: description });
  });

  it('gives a refresh token for offline access at consent only', async () => {
    const offline = { access_type: 'offline' };
    const [first, second, third, online] = [
      await redeem({}, offline),
      await redeem({}, offline),
      await redeem({}, { ...offline, prompt: 'consent' }),
      await redeem({}, { prompt: 'consent' }),
    ];
    const given = [first, second, third, online].map(({ body }) => typeof body.refresh_token);
    expect(given).toEqual(['string', 'undefined', 'string', 'undefined']);
  });

  it('tells at userinfo of the person of the sign-in, and forgets revoked tokens', async () => {
    const code = (await google.callbackFor(authorizationUrl(), googlePeople.grace)).searchParams.get('code') ?? '';
    const { body } = await redeem({ code });
    expect(payloadOf(body.id_token)).toMatchObject({ sub: googlePeople.grace.sub, azp: google.clientId });
    const headers = { authorization: `Bearer ${body.access_token}` };
    const userinfo = 'https://openidconnect.googleapis.com/v1/userinfo';
    expect((await send(userinfo, undefined, headers)).body).toMatchObject({ sub: googlePeople.grace.sub });
    const revoke = async () => send('https://oauth2.googleapis.com/revoke', { token: body.access_token });
    expect((await revoke()).status).toBe(200);
    expect(await revoke()).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
    expect((await send(userinfo, undefined, headers)).status).toBe(401);
  });

  it('puts one g_csrf_token into form and cookie of One Tap', () => {
    const { form, cookie } = google.oneTap({ nonce: 'n' });
    expect(cookie).toContain(`g_csrf_token=${form.get('g_csrf_token') ?? 'none'}`);
    expect(payloadOf(form.get('credential') ?? '')).toMatchObject({ nonce: 'n', aud: google.clientId });
  });

  it.each(Object.keys(googleVariants))('%s changes something, and reset takes it back', async (name) => {
    const answers = async () => {
      const { status, body } = await redeem();
      const person = body.id_token === undefined ? undefined : payloadOf(body.id_token);
      return { status, error: body.error, ...person, iat: 0, exp: 0, at_hash: '' };
    };
    const honest = await answers();
    google.use(Object.entries(googleVariants).find(([known]) => known === name)?.[1] ?? expect.fail(name));
    expect(await answers()).not.toEqual(honest);
    google.reset();
    expect(await answers()).toEqual(honest);
  });
});
