import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { beginSignIn, redeem } from '../../testing/openid-client.ts';
import { type ScriptedProvider, startScriptedProvider } from '../scripted/provider.ts';
import { callbackVariants } from './callback.ts';

let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider({ algorithm: 'ES256' });
});

afterEach(() => provider.reset());
afterAll(() => provider.close());

/** What the browser brings back, by parameter; `same` stands for what an honest provider would have sent. */
async function callbackUnder(name: keyof typeof callbackVariants): Promise<Record<string, string[]>> {
  const first = await beginSignIn(provider);
  const firstCode = (await provider.callbackFor(first.url)).searchParams.get('code');
  const { url, state } = await beginSignIn(provider);
  provider.use(name);
  const { searchParams } = await provider.callbackFor(url);
  const names = new Map([
    [state, 'same'],
    [provider.issuer, 'same'],
    [provider.trap.origin, 'trap'],
    [first.state, 'first'],
    [firstCode, 'first'],
  ]);
  const spell = (value: string): string => names.get(value) ?? (/^[\w-]{32}$/.test(value) ? 'same' : value);
  return Object.fromEntries([...searchParams.keys()].map((key) => [key, searchParams.getAll(key).map(spell)]));
}

const honest = { code: ['same'], state: ['same'], iss: ['same'] };
const failed = (error: string): object => ({ state: ['same'], iss: ['same'], error: [error] });

const expected: Record<keyof typeof callbackVariants, object> = {
  'callback/iss-wrong': { ...honest, iss: ['trap'] },
  'callback/iss-slash': { ...honest, iss: [expect.stringMatching(/^http:.*\d\/$/)] },
  'callback/iss-case': { ...honest, iss: [expect.stringMatching(/^HTTP:/)] },
  'callback/iss-missing': { code: ['same'], state: ['same'] },
  'callback/iss-empty': { ...honest, iss: [''] },
  'callback/iss-duplicated': { ...honest, iss: ['same', 'same'] },
  'callback/iss-second-wrong': { ...honest, iss: ['same', 'trap'] },
  'callback/iss-not-advertised': { code: ['same'], state: ['same'] },
  'callback/iss-not-advertised-wrong': { ...honest, iss: ['trap'] },
  'callback/iss-not-advertised-empty': { ...honest, iss: [''] },
  'callback/state-other': { ...honest, state: ['a-state-of-somebody-else'] },
  'callback/state-of-first-sign-in': { ...honest, state: ['first'] },
  'callback/state-missing': { code: ['same'], iss: ['same'] },
  'callback/state-empty': { ...honest, state: [''] },
  'callback/state-duplicated': { ...honest, state: ['same', 'same'] },
  'callback/code-missing': { state: ['same'], iss: ['same'] },
  'callback/code-empty': { ...honest, code: [''] },
  'callback/code-duplicated': { ...honest, code: ['same', 'same'] },
  'callback/code-unknown': { ...honest, code: ['never-issued'] },
  'callback/code-of-first-sign-in': { ...honest, code: ['first'] },
  'callback/code-and-error': { ...honest, error: ['access_denied'] },
  'callback/front-channel-tokens': { ...honest, access_token: ['front-channel-token'], id_token: ['a.b.c'] },
  'callback/encrypted-response': { state: ['same'], iss: ['same'], response: ['a.b.c.d.e'] },
  'callback/unknown-parameters': expect.objectContaining({ ...honest, session_state: ['x'], constructor: ['x'] }),
  'callback/access-denied': expect.objectContaining(failed('access_denied')),
  'callback/error-html': expect.objectContaining({ error_description: [expect.stringContaining('<script>')] }),
  'callback/error-control-characters': expect.objectContaining({
    error_description: [expect.stringContaining('\r\nX-Injected')],
  }),
  'callback/error-gigantic': expect.objectContaining({ error_description: ['long '.repeat(2000)] }),
  'callback/error-code-html': failed('<b>access_denied</b>'),
  'callback/error-login-required': failed('login_required'),
  'callback/error-server': expect.objectContaining(failed('server_error')),
  'callback/error-temporarily-unavailable': failed('temporarily_unavailable'),
  'callback/error-echoes-secret': expect.objectContaining(failed('server_error')),
};

describe('callback variants', () => {
  it.each(Object.entries(expected))('%s', async (name, parameters) => {
    expect(await callbackUnder(name as keyof typeof callbackVariants)).toEqual(parameters);
  });

  it.each([
    'callback/iss-not-advertised',
    'callback/iss-not-advertised-wrong',
    'callback/iss-not-advertised-empty',
  ] as const)('%s does not promise an iss', async (name) => {
    provider.use(name);
    const discovery = await fetch(`${provider.issuer}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ authorization_response_iss_parameter_supported: false });
  });

  it('callback/error-echoes-secret holds the secret', async () => {
    const { url } = await beginSignIn(provider);
    provider.use('callback/error-echoes-secret');
    const { searchParams } = await provider.callbackFor(url);
    expect(searchParams.get('error_description')).toContain(provider.clientSecret);
  });

  it('callback/code-of-first-sign-in brings a code that only the first verifier redeems', async () => {
    const first = await beginSignIn(provider);
    await provider.callbackFor(first.url);
    const second = await beginSignIn(provider);
    provider.use('callback/code-of-first-sign-in');
    const injected = (await provider.callbackFor(second.url)).searchParams.get('code') ?? '';
    provider.use('token/code-reusable');
    expect((await redeem(provider, injected, second.verifier)).status).toBe(400);
    expect((await redeem(provider, injected, first.verifier)).status).toBe(200);
  });
});
