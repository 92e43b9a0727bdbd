import { ConnectorError } from '@jackfield/connector-kit';
import type { Selectable } from 'kysely';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { ProviderTokenTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { openTokens } from './token-store.ts';

/**
 * Tells providers that tokens are no longer needed, after their rows were deleted. A provider that cannot, or is down,
 * keeps nobody from signing out: it is logged.
 */
export async function revokeTokens(
  context: HostContext,
  connectors: Pick<Connectors, 'useSocial'>,
  rows: readonly Selectable<ProviderTokenTable>[],
): Promise<void> {
  await Promise.all(
    rows.map(async ({ identity_id: identity, connector, tokens: sealed }) => {
      try {
        const { instance } = await connectors.useSocial(connector);
        const { accessToken, refreshToken } = openTokens(context, identity, sealed);
        const isRevoked =
          refreshToken !== null && (await isImplemented(() => instance.revokeToken?.(refreshToken, 'refresh_token')));
        if (!isRevoked) await isImplemented(() => instance.revokeToken?.(accessToken, 'access_token'));
      } catch (error) {
        context.log('warn', 'provider_tokens.not_revoked', { identity, connector, code: codeOf(error) });
      }
    }),
  );
}

/** Some providers revoke access tokens only. */
async function isImplemented(revoke: () => Promise<void> | undefined): Promise<boolean> {
  try {
    await revoke();
    return true;
  } catch (error) {
    if (ConnectorError.isInstance(error) && error.code === 'not_implemented') return false;
    throw error;
  }
}

export function codeOf(error: unknown): string {
  return ConnectorError.isInstance(error) || HostError.isInstance(error) ? error.code : 'unexpected';
}
