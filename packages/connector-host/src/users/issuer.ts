import { ConnectorError } from '@jackfield/connector-kit';
import { isSameSource } from '../connectors/identity-source.ts';

/**
 * Refuses a person whose issuer is not the one that stands behind the connector: their subject would be taken for that of
 * somebody else.
 *
 * @param known the connector's issuer, with `{tenantid}` for any one tenant; `null` when it is not known
 * @throws `identity_source_changed` (ConnectorError)
 */
export function checkIssuer(known: string | null, issuer: string): void {
  if (known === null || isSameSource(known, issuer)) return;
  throw new ConnectorError('identity_source_changed', {
    hint: 'The person comes from another issuer than the connector is set to. Check the issuer in its configuration.',
  });
}
