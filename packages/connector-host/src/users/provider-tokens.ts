import { setTimeout as wait } from 'node:timers/promises';
import { ConnectorError, type SocialConnector } from '@jackfield/connector-kit';
import type { Selectable } from 'kysely';
import type { Connectors, LiveConnector } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { ProviderTokenTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { openTokens, type ProviderTokens, sealTokens, toProviderTokens } from './token-store.ts';

/** Milliseconds before its end at which an access token counts as over: enough to use it. */
const margin = 60_000;
/** Milliseconds that one process has for a refresh before another may try; far longer than providers are waited for. */
const lease = 60_000;
/** Milliseconds between two looks at what the refreshing process has done. */
const pause = 50;
/** How often is looked: for as long as a lease lasts. */
const mostLooks = lease / pause;

/** An access token that is good for at least a minute, as far as the provider says how long it is. */
export interface ProviderToken {
  readonly accessToken: string;
  readonly tokenType: string;
  /** Space-separated. */
  readonly scope: string | null;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number | null;
}

type Row = Selectable<ProviderTokenTable>;
type UsesSocial = Pick<Connectors, 'useSocial'>;

/** Whether connector and operator both allow that tokens are kept. */
export function keepsTokens({ tokenStorage, instance }: LiveConnector<SocialConnector>): boolean {
  return tokenStorage && instance.metadata.isTokenStorageSupported === true;
}

/**
 * The access token of an identity, refreshed when it is over. However many processes ask at once, one refreshes, and the
 * others wait for it: a provider that rotates refresh tokens takes the second use of one for theft.
 *
 * @throws `provider_token_missing`; `provider_token_refused` when the provider no longer takes the refresh token, or there is
 *   none: the person has to sign in again; `connector_not_found`, `connector_broken`; what the connector throws when the
 *   provider cannot be reached, and the same call may succeed later
 */
export async function getProviderToken(
  context: HostContext,
  connectors: UsesSocial,
  identityId: string,
): Promise<ProviderToken> {
  for (let look = 0; look < mostLooks; look += 1) {
    const row = await readRow(context, identityId);
    const live = await connectors.useSocial(row.connector);
    if (!keepsTokens(live)) throw missing();
    const tokens = openTokens(context, identityId, row.tokens);
    if (tokens.expiresAt === null || tokens.expiresAt - margin > context.clock.now()) return toToken(tokens);
    if (await takeLease(context, row)) return refresh(context, live, row, tokens);
    await wait(pause);
  }
  throw new HostError('database_busy', { hint: 'Another process refreshes this token and does not come to an end.' });
}

async function readRow({ database }: HostContext, identityId: string): Promise<Row> {
  const row = await database.read((db) =>
    db.selectFrom('provider_tokens').selectAll().where('identity_id', '=', identityId).executeTakeFirst(),
  );
  if (!row) throw missing();
  return row;
}

/** @returns whether this process is the one that refreshes */
async function takeLease({ database, clock }: HostContext, { identity_id: id, version }: Row): Promise<boolean> {
  const now = clock.now();
  const { numUpdatedRows } = await database.write((tx) =>
    tx
      .updateTable('provider_tokens')
      .set({ refreshing_until: now + lease })
      .where('identity_id', '=', id)
      .where('version', '=', version)
      .where('refreshing_until', '<=', now)
      .executeTakeFirst(),
  );
  return numUpdatedRows === 1n;
}

async function refresh(
  context: HostContext,
  { instance }: LiveConnector<SocialConnector>,
  row: Row,
  old: ProviderTokens,
): Promise<ProviderToken> {
  const fresh = await askProvider(context, instance, row, old);
  const refreshToken = fresh.refreshToken ?? old.refreshToken;
  const tokens = { ...fresh, refreshToken, scope: fresh.scope ?? old.scope };
  await replace(context, row, tokens);
  return toToken(tokens);
}

/** Gives the lease back when the provider cannot be reached, and deletes the row when it refuses. */
async function askProvider(
  context: HostContext,
  instance: SocialConnector,
  row: Row,
  { refreshToken }: ProviderTokens,
): Promise<ProviderTokens> {
  if (refreshToken === null || !instance.getAccessTokenByRefreshToken) {
    await forget(context, row);
    throw refused();
  }
  try {
    return toProviderTokens(await instance.getAccessTokenByRefreshToken(refreshToken), context.clock.now());
  } catch (error) {
    const isRefused = ConnectorError.isInstance(error) && error.code === 'social_invalid_access_token';
    await (isRefused ? forget(context, row) : returnLease(context, row));
    throw isRefused ? refused(error) : error;
  }
}

/** Unless a sign-in has stored newer ones meanwhile. */
async function replace(context: HostContext, row: Row, tokens: ProviderTokens): Promise<void> {
  await context.database.write((tx) =>
    tx
      .updateTable('provider_tokens')
      .set({
        tokens: sealTokens(context, row.identity_id, tokens),
        expires_at: tokens.expiresAt,
        refreshing_until: 0,
        version: row.version + 1,
        updated_at: context.clock.now(),
      })
      .where('identity_id', '=', row.identity_id)
      .where('version', '=', row.version)
      .execute(),
  );
}

async function forget({ database }: HostContext, { identity_id: id, version }: Row): Promise<void> {
  await database.write((tx) =>
    tx.deleteFrom('provider_tokens').where('identity_id', '=', id).where('version', '=', version).execute(),
  );
}

async function returnLease({ database }: HostContext, { identity_id: id, version }: Row): Promise<void> {
  await database.write((tx) =>
    tx
      .updateTable('provider_tokens')
      .set({ refreshing_until: 0 })
      .where('identity_id', '=', id)
      .where('version', '=', version)
      .execute(),
  );
}

function toToken({ accessToken, tokenType, scope, expiresAt }: ProviderTokens): ProviderToken {
  return { accessToken, tokenType, scope, expiresAt };
}

function missing(): HostError {
  return new HostError('provider_token_missing', {
    hint: 'Tokens are stored when the connector supports it and its "tokenStorage" is on, from the next sign-in on.',
  });
}

function refused(cause?: unknown): HostError {
  return new HostError('provider_token_refused', {
    hint: 'The person has to sign in again with this provider.',
    cause,
  });
}
