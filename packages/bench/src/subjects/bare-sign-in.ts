import { createPublicKey, type JsonWebKey, type KeyObject, verify } from 'node:crypto';
import type { StartSubject } from '../measure/subject.ts';
import { client, type World } from '../provider/world.ts';
import { BareTransport } from './bare-transport.ts';
import { type BegunSignIn, type Person, signInSubject } from './sign-in.ts';

/** Exchanges a code and reads the person. */
type Finish = (code: string) => Promise<Person>;
type Prepare = (transport: BareTransport, world: World) => Promise<Finish>;

const basic = { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` };
const post = { client_id: client.id, client_secret: client.secret };

/** GitHub's three calls, the last two at the same time. */
export const bareGithub = bareSignIn(
  ({ origin }) => `${origin}/login/oauth/authorize`,
  async (transport, { origin }) => githubFinish(transport, origin, `${origin}/api/v3`),
);

/** The same, with github.com's own names through the tunnel. */
export const bareGithubCom = bareSignIn(
  () => 'https://github.com/login/oauth/authorize',
  async (transport) => githubFinish(transport, 'https://github.com', 'https://api.github.com'),
  true,
);

/** Plain OAuth 2.0: the code, then the profile. */
export const bareOAuth = bareSignIn(
  ({ origin }) => `${origin}/oauth/authorize`,
  async (transport, { origin }) =>
    async (code) => {
      const tokens = await exchange(transport, `${origin}/oauth/token`, code, basic, {});
      const profile = await transport.request(get(`${origin}/oauth/me`, textOf(tokens, 'access_token')));
      return { id: textOf(profile, 'id'), email: textOf(profile, 'email') };
    },
);

/** OpenID Connect: the code, and the ID token's signature. */
export const bareOpenId = bareSignIn(
  ({ origin }) => `${origin}/openid/authorize`,
  async (transport, { origin }) => {
    const key = await fetchKey(transport, `${origin}/openid/keys`);
    return async (code) => readIdToken(await exchange(transport, `${origin}/openid/token`, code, basic, {}), key);
  },
);

/** The same at Google, through the tunnel. */
export const bareGoogle = bareSignIn(
  () => 'https://accounts.google.com/o/oauth2/v2/auth',
  async (transport) => {
    const key = await fetchKey(transport, 'https://www.googleapis.com/oauth2/v3/certs');
    return async (code) =>
      readIdToken(await exchange(transport, 'https://oauth2.googleapis.com/token', code, {}, post), key);
  },
  true,
);

function bareSignIn(authorize: (world: World) => string, prepare: Prepare, proxied = false): StartSubject {
  return async (world) => {
    const transport = new BareTransport(world, proxied);
    const finish = await prepare(transport, world);
    const url = new URL(authorize(world));
    url.search = new URLSearchParams({ client_id: client.id, redirect_uri: client.redirectUri, state: 'x' }).toString();
    const begun: BegunSignIn = {
      url: url.href,
      finish: (callback) => finish(callback.searchParams.get('code') ?? ''),
    };
    return signInSubject(world, { begin: async () => begun, close: async () => transport.close() });
  };
}

async function githubFinish(transport: BareTransport, origin: string, api: string): Promise<Finish> {
  return async (code) => {
    const tokens = await exchange(transport, `${origin}/login/oauth/access_token`, code, {}, post);
    const token = textOf(tokens, 'access_token');
    const [user, emails] = await Promise.all([
      transport.request(get(`${api}/user`, token)),
      transport.request(get(`${api}/user/emails`, token)),
    ]);
    return { id: textOf(user, 'id'), email: textOf(Array.isArray(emails) ? emails[0] : undefined, 'email') };
  };
}

function exchange(
  transport: BareTransport,
  url: string,
  code: string,
  headers: Readonly<Record<string, string>>,
  credentials: Readonly<Record<string, string>>,
): Promise<unknown> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: client.redirectUri };
  return transport.request({
    url,
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ ...grant, ...credentials }).toString(),
  });
}

function get(url: string, token: string): Parameters<BareTransport['request']>[0] {
  const headers = { accept: 'application/json', authorization: `Bearer ${token}`, 'user-agent': 'bare' };
  return { url, method: 'GET', headers };
}

async function fetchKey(transport: BareTransport, url: string): Promise<KeyObject> {
  const keySet = await transport.request({ url, method: 'GET', headers: { accept: 'application/json' } });
  const keys: unknown = typeof keySet === 'object' && keySet !== null && 'keys' in keySet ? keySet.keys : [];
  const found: unknown = Array.isArray(keys) ? keys.find((key: JsonWebKey) => key.kid === 'key-1') : undefined;
  if (typeof found !== 'object' || found === null) throw new Error('The provider has no key.');
  return createPublicKey({ key: { ...found }, format: 'jwk' });
}

function readIdToken(tokens: unknown, key: KeyObject): Person {
  const [header = '', payload = '', signature = ''] = textOf(tokens, 'id_token').split('.');
  if (!verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('The signature is wrong.');
  }
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
  return { id: textOf(claims, 'sub'), email: textOf(claims, 'email') };
}

function textOf(value: unknown, name: string): string {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof field !== 'string' && typeof field !== 'number') throw new Error(`The answer has no ${name}.`);
  return String(field);
}
