import type { Connector } from '@jackfield/connector-kit';
import type { Connectors } from '../../connectors/connectors.ts';
import { HostError } from '../../host-error.ts';

/** What is to be tried: a configuration that is not stored, or the one that is. */
export interface Trial {
  readonly config?: Record<string, unknown> | undefined;
  readonly like?: string | undefined;
}

/**
 * The connector to try.
 *
 * @throws `invalid_config`; without a configuration, `connector_not_found` or `connector_broken`
 */
export async function attempt(
  connectors: Connectors,
  connectorId: string,
  { config, like }: Trial,
): Promise<Connector> {
  if (config !== undefined) return connectors.attempt(connectorId, config, like);
  const views = await connectors.list();
  const stored = views.filter((view) => view.connectorId === connectorId && (like === undefined || view.id === like));
  const [only, another] = stored;
  if (!only) throw new HostError('connector_not_found', { hint: 'None of this factory is stored: send a config.' });
  if (another) throw new HostError('invalid_request', { hint: 'like: several of this factory are stored; name one.' });
  return (await connectors.use(only.id)).instance;
}
