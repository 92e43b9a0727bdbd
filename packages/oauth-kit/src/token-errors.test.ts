import type { Variant } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { diagnoseClient } from './diagnosis/index.ts';
import type { OAuthSettings } from './settings.ts';
import {
  clientFor,
  createTestRuntime,
  type ScriptedProvider,
  signIn,
  startScriptedProvider,
} from './testing/harness.ts';
import { refreshTokens, revokeToken } from './token-management.ts';

const runtime = createTestRuntime();
let provider: ScriptedProvider;

beforeAll(async () => {
  provider = await startScriptedProvider();
});
beforeEach(() => provider.reset());
afterAll(async () => {
  await runtime.close();
  await provider.close();
});

const providerErrors: OAuthSettings['providerErrors'] = {
  own_grant: 'invalid_grant',
  '36009': 'invalid_grant',
  invalid_request: 'invalid_client',
  'own code': ['invalid_config', 'Mend the field.'],
  'split: Of the first kind': ['invalid_config', 'The first.'],
  'split: Of the second kind': ['authorization_failed', 'The second.'],
};
const client = () => clientFor(provider, { runtime }, { providerErrors });

/** Lets both endpoints answer this. */
function answer(body: unknown, status = 400): void {
  const says = () => ({ status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) });
  const variant: Variant = { description: 'Its own words.', answers: { token: says, revocation: says } };
  provider.use(variant);
}

const attempts = {
  'a sign-in': async () => signIn(client(), provider),
  'a refresh': async () => refreshTokens(client(), 'refresh-token'),
  'a revocation': async () => revokeToken(client(), 'refresh-token'),
};

describe.each(Object.entries(attempts))('errors of the provider at %s', (what, attempt) => {
  const refusedGrant = what === 'a sign-in' ? 'social_auth_code_invalid' : 'social_invalid_access_token';

  it.each([
    ['a code of its own for a refused grant', { error: 'own_grant' }, refusedGrant, /wrong/],
    ['an object with a number', { error: { code: 36_009, message: 'Used.' } }, refusedGrant, /wrong/],
    ['a standard code with another meaning', { error: 'invalid_request' }, 'invalid_config', /clientId/],
    ['a code of its own', { error: 'own code' }, 'invalid_config', /^Mend the field\.$/],
    ['one description', { error: 'split', error_description: 'Of the first kind!' }, 'invalid_config', /first/],
    ['another', { error: 'split', error_description: 'Of the second kind' }, 'authorization_failed', /second/],
    ['a third', { error: 'split', error_description: 'No. Of the first kind' }, 'authorization_failed', /details/],
    ['part of a code', { error: 'own' }, 'authorization_failed', /details/],
    ['a name that objects inherit', { error: 'constructor' }, 'authorization_failed', /details/],
  ])('mean what the settings say: %s', async (_what, body, code, hint) => {
    for (const status of [200, 400]) {
      answer(body, status);
      await expect(attempt()).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) });
    }
  });

  it.each([
    ['no words', ''],
    ['a web page', '<h1>Unauthorized</h1>'],
    ['a number', { error: 401, message: 'Unauthorized' }],
  ])('mean refused client credentials with 401 and %s', async (_what, body) => {
    answer(body, 401);
    await expect(attempt()).rejects.toMatchObject({ code: 'invalid_config', cause: { status: 401 } });
  });

  it('keep the code and the text of the provider, and no secret', async () => {
    answer({ error: { type: 'Exception', message: `No: ${provider.clientSecret} refresh-token` } });
    await expect(attempt()).rejects.toMatchObject({
      code: 'authorization_failed',
      details: { providerCode: 'Exception', providerDescription: expect.not.stringContaining(provider.clientSecret) },
    });
  });
});

it('a revocation of a token that is unknown succeeds, unless the provider fails', async () => {
  answer({ error: 'invalid_token' });
  await expect(revokeToken(client(), 'refresh-token')).resolves.toBeUndefined();
  answer({ error: 'invalid_token' }, 503);
  await expect(revokeToken(client(), 'refresh-token')).rejects.toMatchObject({ code: 'provider_unavailable' });
});

it('attack: a callback error posing as a token error: it never blames the configuration', async () => {
  const callback = async (error: string, description = '') => {
    provider.use({
      description: 'An error.',
      callback: (parameters) => {
        const changed = new URLSearchParams(parameters);
        changed.delete('code');
        changed.set('error', error);
        if (description !== '') changed.set('error_description', description);
        return changed;
      },
    });
    return signIn(client(), provider);
  };
  for (const error of ['own code', 'own_grant', 'invalid_request', 'invalid_client', 'slow_down']) {
    await expect(callback(error)).rejects.toMatchObject({
      code: 'authorization_failed',
      hint: expect.stringContaining('details'),
      details: { providerCode: error },
    });
  }
  await expect(callback('split', 'Of the second kind')).rejects.toMatchObject({
    code: 'authorization_failed',
    hint: 'The second.',
  });
});

it('the diagnosis judges the client credentials by the same meanings', async () => {
  const examined = async (body: object) => {
    answer(body);
    for await (const step of diagnoseClient(client())) if (step.id === 'client-authentication') return step;
    return undefined;
  };
  expect(await examined({ error: 'own_grant' })).toMatchObject({ status: 'pass' });
  expect(await examined({ error: 'own code' })).toMatchObject({ status: 'fail', fix: 'Mend the field.' });
  expect(await examined({ error: 'unheard_of' })).toMatchObject({
    status: 'warn',
    detail: expect.stringContaining('unheard_of'),
  });
});
