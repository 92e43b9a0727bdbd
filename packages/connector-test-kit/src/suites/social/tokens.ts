import { expect } from 'vitest';
import type { Cases, NotApplicable } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { SocialContext } from './adapter.ts';
import { createSessionStore } from './session-store.ts';
import { createInstance, expectUser, reachCallback } from './sign-in.ts';

/** The provider's tokens. A connector whose metadata says `isTokenStorageSupported` must pass these. */
export const tokenCases = {
  'gives the tokens with the same person': async (context, notApplicable) => {
    const { tokenResponse, userInfo } = await signInWithTokens(context, notApplicable);
    expectUser(userInfo, context.adapter.people.verified);
    expect(tokenResponse.access_token).toMatch(/\S/);
    expect(tokenResponse.token_type).toMatch(/\S/);
    expect(tokenResponse.expires_in ?? 1, 'expires_in').toBeGreaterThan(0);
  },
  'refreshes the access token': async (context, notApplicable) => {
    const { connector, tokenResponse } = await signInWithTokens(context, notApplicable);
    const refreshToken = tokenResponse.refresh_token;
    if (refreshToken === undefined) expect.fail('there is no refresh token: let the configuration ask for one');
    expect((await connector.getAccessTokenByRefreshToken?.(refreshToken))?.access_token).toMatch(/\S/);
  },
  'refuses a made-up refresh token': async (context, notApplicable) => {
    const { connector } = await signInWithTokens(context, notApplicable);
    await expectConnectorError(
      () => connector.getAccessTokenByRefreshToken?.('made-up'),
      'social_invalid_access_token',
    );
  },
  'revokes a token, also twice': async (context, notApplicable) => {
    const connector = await createInstance(context);
    const revoke = connector.revokeToken?.bind(connector);
    if (revoke === undefined) return notApplicable('the connector cannot revoke tokens');
    const { tokenResponse } = await signInWithTokens(context, notApplicable);
    await revoke(tokenResponse.access_token);
    await expect(revoke(tokenResponse.access_token)).resolves.toBeUndefined();
  },
} as const satisfies Cases<SocialContext>;

async function signInWithTokens(context: SocialContext, notApplicable: NotApplicable) {
  const connector = await createInstance(context);
  if (connector.metadata.isTokenStorageSupported !== true) return notApplicable('the connector hands out no tokens');
  const { set, take } = createSessionStore();
  const callback = await reachCallback(context, connector, set);
  const result = await connector.getTokenResponseAndUserInfo?.(callback.searchParams, take);
  if (result === undefined) expect.fail('getTokenResponseAndUserInfo is missing or gave nothing');
  return { connector, ...result };
}
