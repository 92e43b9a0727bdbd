import { ConnectorError } from '@jackfield/connector-kit';
import type { Write } from '../database/database.ts';

/** What stands for one tenant in the issuer of a provider of many tenants. */
const tenantPlaceholder = '{tenantid}';

/**
 * Whether an identity's issuer is one of a connector's.
 *
 * @param known the connector's, with `{tenantid}` for any one tenant
 */
export function isSameSource(known: string, issuer: string): boolean {
  const [before = '', after] = known.split(tenantPlaceholder, 2);
  if (after === undefined) return known === issuer;
  const tenant = issuer.slice(before.length, issuer.length - after.length);
  return issuer === before + tenant + after && /^[\w.-]+$/.test(tenant);
}

/**
 * Refuses to put another issuer behind a target that has identities: subjects of one provider would be taken for those of
 * another.
 *
 * @param issuer `null` when the connector does not say; each person's own issuer is then all there is to go by
 * @param allowed the issuer that the operator has named
 * @throws `identity_source_changed`
 */
export async function checkIdentitySource(
  tx: Write,
  target: string,
  issuer: string | null,
  allowed: string | undefined,
): Promise<void> {
  if (issuer === null || issuer === allowed) return;
  const others = await tx
    .selectFrom('identities')
    .select('issuer')
    .distinct()
    .where('target', '=', target)
    .where('issuer', '<>', issuer)
    .execute();
  if (others.every((identity) => isSameSource(issuer, identity.issuer))) return;
  throw new ConnectorError('identity_source_changed', {
    hint: 'People have signed in by this target from another issuer, and their accounts would not be found again. Set the old issuer, choose another target, or name the new issuer, to the letter, in allowIssuer.',
  });
}
