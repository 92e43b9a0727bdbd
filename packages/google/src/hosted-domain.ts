import { ConnectorError } from '@jackfield/connector-kit';

type Claims = Readonly<Record<string, unknown>>;

/**
 * Refuses people of other organisations, by the `hd` claim of a validated ID token. Nothing else tells: the request's `hd`
 * can be changed by anyone, and an address may end in the domain without belonging to the organisation.
 *
 * @throws `authorization_failed`
 */
export function checkHostedDomain(hostedDomains: readonly string[] | undefined, claims: Claims): void {
  if (hostedDomains === undefined) return;
  const domain = hostedDomainOf(claims);
  if (domain !== undefined && hostedDomains.includes(domain)) return;
  throw new ConnectorError('authorization_failed', {
    hint:
      domain === undefined
        ? 'This is a private Google account. Only accounts of the configured organisations ("hostedDomains") may sign in.'
        : 'This account belongs to another organisation than the configured ones ("hostedDomains").',
  });
}

/** The primary domain of the organisation that the account belongs to; `undefined` for a private account. */
export function hostedDomainOf({ hd }: Claims): string | undefined {
  return typeof hd === 'string' && hd !== '' ? hd.toLowerCase() : undefined;
}
