import { expect, test } from 'vitest';
import { AccessToken, type TokenAnswer } from './access-token.ts';

/** A token endpoint that hands out `token-1`, `token-2` …, and a clock that stands still until it is moved. */
function endpoint(answer: Partial<TokenAnswer> = { expires_in: 3600 }) {
  const state = { now: 1_700_000_000_000, fetched: 0 };
  const fetch = async (): Promise<TokenAnswer> => {
    state.fetched += 1;
    return { access_token: `token-${state.fetched}`, scope: 'all', ...answer };
  };
  return { state, token: new AccessToken(fetch, { now: () => state.now }) };
}

test('a token is fetched once for all who wait, and used until a minute before its end', async () => {
  const { state, token } = endpoint();
  expect(await Promise.all([token.get(), token.get(), token.get()])).toEqual(['token-1', 'token-1', 'token-1']);
  state.now += 3_540_000 - 1;
  expect(await token.get()).toBe('token-1');
  state.now += 1;
  expect(await Promise.all([token.get(), token.get()])).toEqual(['token-2', 'token-2']);
});

test.each([
  ['a short life', { expires_in: 60 }, 54_000],
  ['no life at all', { expires_in: 0 }, 0],
])('a token of %s is renewed when nine tenths of it are over', async (_name, answer, life) => {
  const { state, token } = endpoint(answer);
  expect(await token.get()).toBe('token-1');
  if (life > 0) {
    state.now += life - 1;
    expect(await token.get()).toBe('token-1');
  }
  state.now += 1;
  expect(await token.get()).toBe('token-2');
});

test('a token whose end is not told is used until it is refused, and no younger one is forgotten', async () => {
  const { state, token } = endpoint({});
  expect(await token.get()).toBe('token-1');
  state.now += 365 * 86_400_000;
  expect(await token.get()).toBe('token-1');
  token.discard('token-1');
  expect(await token.get()).toBe('token-2');
  token.discard('token-1');
  expect(await token.get()).toBe('token-2');
});

test('a token without rights is none', async () => {
  for (const answer of [{ scope: '' }, { scope: 'read' }]) {
    await expect(endpoint(answer).token.get()).rejects.toMatchObject({ code: 'invalid_config' });
  }
});
