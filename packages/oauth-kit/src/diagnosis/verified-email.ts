import type { ClaimPaths } from '../claims.ts';
import type { Finding } from './step.ts';

/**
 * What the configuration makes of addresses, for the step `verified-email` of a connector to any provider.
 *
 * @param paths where the configuration says that the provider keeps what a person is known by
 * @param field name of the field that holds these paths
 */
export function examineVerifiedEmail(
  { treatEmailAsVerified }: { readonly treatEmailAsVerified: boolean },
  paths: ClaimPaths | undefined,
  field: string,
): Finding {
  if (treatEmailAsVerified) {
    return {
      status: 'warn',
      detail:
        'Addresses without a mark count as verified: whoever can set any address at the provider can take over accounts here.',
      fix: 'Turn treatEmailAsVerified off, unless the provider verifies every address, or you control every account there.',
    };
  }
  return paths?.email !== undefined && paths.emailVerified === undefined
    ? {
        status: 'warn',
        detail: 'A path leads to the address, but none says whether it is verified: no address ever will be.',
        fix: `Set ${field}.emailVerified to the path of the mark, if the provider has one.`,
      }
    : { status: 'pass', detail: 'Only addresses that the provider marks as verified count as such.' };
}
