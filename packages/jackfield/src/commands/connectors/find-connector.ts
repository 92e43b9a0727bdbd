import type { ConnectorView, Connectors } from '@jackfield/connector-host';
import { UsageError } from '../../usage-error.ts';

/**
 * The connector that was named: by its id, or by its package's id or its target when no other one has the same.
 *
 * @throws UsageError
 */
export async function findConnector(connectors: Connectors, name: string): Promise<ConnectorView> {
  const all = await connectors.list();
  const byId = all.find(({ id }) => id === name);
  if (byId) return byId;
  const [found, ...others] = all.filter(({ connectorId, target }) => connectorId === name || target === name);
  if (found === undefined) throw new UsageError('There is no such connector: see jackfield connectors list.');
  if (others.length > 0)
    throw new UsageError('Several connectors are called so. Give the id of one: see connectors list.');
  return found;
}
