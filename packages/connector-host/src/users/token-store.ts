import type { TokenResponse } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import { rowContext } from '../keys/sealed-columns.ts';

/** A provider's tokens, as they are kept (sealed). */
export const providerTokensGuard = z.object({
  accessToken: z.string(),
  tokenType: z.string(),
  refreshToken: z.string().nullable(),
  /** Space-separated. */
  scope: z.string().nullable(),
  /** Milliseconds since the epoch; `null` when the provider does not say. */
  expiresAt: z.number().nullable(),
});
export type ProviderTokens = z.infer<typeof providerTokensGuard>;

/** @param now milliseconds since the epoch */
export function toProviderTokens(response: TokenResponse, now: number): ProviderTokens {
  return {
    accessToken: response.access_token,
    tokenType: response.token_type,
    refreshToken: response.refresh_token ?? null,
    scope: response.scope ?? null,
    expiresAt: response.expires_in === undefined ? null : now + response.expires_in * 1000,
  };
}

export function sealTokens({ keys }: HostContext, identityId: string, tokens: ProviderTokens): string {
  return keys.seal(JSON.stringify(tokens), rowContext('provider_tokens', identityId));
}

/** @throws `sealed_wrong_key`, `sealed_damaged` */
export function openTokens({ keys }: HostContext, identityId: string, sealed: string): ProviderTokens {
  return providerTokensGuard.parse(JSON.parse(keys.open(sealed, rowContext('provider_tokens', identityId))));
}

/**
 * Stores the tokens of a sign-in. Many providers hand out a refresh token at the first consent only: without a new one the
 * stored one stays; and while that is being exchanged, so does the whole row, which is about to be as fresh as these.
 */
export async function storeTokens(
  tx: Write,
  context: HostContext,
  identityId: string,
  { connector, tokens }: { connector: string; tokens: ProviderTokens | null },
): Promise<void> {
  if (tokens === null) {
    await forget(tx, { identityId });
    return;
  }
  const now = context.clock.now();
  const stored = await tx
    .selectFrom('provider_tokens')
    .selectAll()
    .where('identity_id', '=', identityId)
    .executeTakeFirst();
  const kept =
    stored && stored.connector === connector && tokens.refreshToken === null
      ? storedRefreshToken(context, identityId, stored.tokens)
      : null;
  if (kept !== null && stored && stored.refreshing_until > now) return;
  const values = {
    connector,
    tokens: sealTokens(context, identityId, { ...tokens, refreshToken: tokens.refreshToken ?? kept }),
    expires_at: tokens.expiresAt,
    refreshing_until: 0,
    updated_at: now,
  };
  await tx
    .insertInto('provider_tokens')
    .values({ ...values, identity_id: identityId, version: 1 })
    .onConflict((conflict) =>
      conflict
        .column('identity_id')
        .doUpdateSet((eb) => ({ ...values, version: eb('provider_tokens.version', '+', 1) })),
    )
    .execute();
}

const forget = prepared((db, value: ValueOf<{ identityId: string }>) =>
  db.deleteFrom('provider_tokens').where('identity_id', '=', value('identityId')),
);

/** What can no longer be opened is replaced, and must not keep anybody from signing in. */
function storedRefreshToken(context: HostContext, identityId: string, sealed: string): string | null {
  try {
    return openTokens(context, identityId, sealed).refreshToken;
  } catch {
    context.log('warn', 'provider_tokens.unreadable', { identity: identityId });
    return null;
  }
}
