import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientAuthentication, PrivateKeyAlgorithm } from './settings.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
} from './testing/harness.ts';

/** Every character that form encoding changes, or that old servers get wrong. */
const clientId = 'client id:with&odd=characters/ü+%~';
const clientSecret = "secret:with&odd=characters/ü+% -_.~*'()";

const runtime = createTestRuntime();
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider({ clientId, clientSecret });
});
afterAll(async () => {
  await runtime.close();
  await provider.close();
});

const methodSeen = (at: ScriptedProvider) =>
  at.requests.findLast(({ endpoint }) => endpoint === 'token')?.clientAuthentication;

describe('client authentication', () => {
  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'] as const)('by %s', async (method) => {
    const client = clientFor(provider, { runtime }, { clientAuthentication: { method, clientSecret } });
    expect((await signIn(client, provider)).subject).toBe('ada-1815');
    expect(methodSeen(provider)).toBe(method);
    const wrong = { method, clientSecret: `${clientSecret}x` };
    const refused = signIn(clientFor(provider, { runtime }, { clientAuthentication: wrong }), provider);
    await expect(refused).rejects.toEqual(
      expect.objectContaining({ code: 'invalid_config', hint: expect.stringContaining('client secret') }),
    );
  });

  it('leaves characters alone that need no encoding, for providers that decode nothing', async () => {
    const plain = await startScriptedProvider({ clientId: 'plain-id_1.2', clientSecret: 'plain-secret_1.2' });
    try {
      const client = clientFor(plain, { runtime });
      await signIn(client, plain);
      const request = plain.requests.findLast(({ endpoint }) => endpoint === 'token');
      const sent = Buffer.from(request?.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
      expect(sent).toBe('plain-id_1.2:plain-secret_1.2');
    } finally {
      await plain.close();
    }
  });

  it('by none', async () => {
    const open = await startScriptedProvider({ publicClient: true });
    try {
      const client = clientFor(open, { runtime }, { clientAuthentication: { method: 'none' } });
      expect((await signIn(client, open)).subject).toBe('ada-1815');
      expect(methodSeen(open)).toBe('none');
    } finally {
      await open.close();
    }
  });

  const keyPairs: Record<PrivateKeyAlgorithm, () => { privateKey: string; publicKey: JsonWebKey }> = {
    RS256: () => exported(generateKeyPairSync('rsa', { modulusLength: 2048 })),
    PS256: () => exported(generateKeyPairSync('rsa', { modulusLength: 2048 })),
    ES256: () => exported(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
    ES384: () => exported(generateKeyPairSync('ec', { namedCurve: 'P-384' })),
    ES512: () => exported(generateKeyPairSync('ec', { namedCurve: 'P-521' })),
    EdDSA: () => exported(generateKeyPairSync('ed25519')),
  };
  function exported({ privateKey, publicKey }: ReturnType<typeof generateKeyPairSync>) {
    return {
      privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
      publicKey: publicKey.export({ format: 'jwk' }),
    };
  }
  it.each(Object.keys(keyPairs) as PrivateKeyAlgorithm[])('by private_key_jwt with %s', async (algorithm) => {
    const { privateKey, publicKey } = keyPairs[algorithm]();
    const knowing = await startScriptedProvider({ clientKey: publicKey });
    try {
      const clientAuthentication: ClientAuthentication = {
        method: 'private_key_jwt',
        privateKey,
        algorithm,
        keyId: 'key-1',
      };
      const client = clientFor(knowing, { runtime }, { clientAuthentication });
      expect((await signIn(client, knowing)).subject).toBe('ada-1815');
      expect(methodSeen(knowing)).toBe('private_key_jwt');
      const assertion = knowing.requests.findLast(({ endpoint }) => endpoint === 'token')?.form.get('client_assertion');
      const header = Buffer.from(assertion?.split('.')[0] ?? '', 'base64url').toString();
      expect(JSON.parse(header)).toMatchObject({ kid: 'key-1' });
    } finally {
      await knowing.close();
    }
  });

  it.each([
    ['no key', 'RS256', 'canary-key-material'],
    ['a key of another kind', 'ES256', keyPairs.RS256().privateKey],
  ] as const)('says plainly that a private key is %s', async (_what, algorithm, privateKey) => {
    const clientAuthentication: ClientAuthentication = { method: 'private_key_jwt', privateKey, algorithm };
    const error: unknown = await signIn(clientFor(provider, { runtime }, { clientAuthentication }), provider).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'invalid_config', hint: expect.stringContaining(algorithm) });
    expect(inspect(error)).not.toContain('canary');
  });
});
