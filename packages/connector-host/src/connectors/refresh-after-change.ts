import type { HostContext } from '../context.ts';
import type { Connectors } from './connectors.ts';

/** A change is done when it is committed: that memory cannot be refreshed now does not undo it. */
export async function refreshAfterChange(
  { log }: Pick<HostContext, 'log'>,
  memory: Pick<Connectors, 'refresh'>,
): Promise<void> {
  try {
    await memory.refresh();
  } catch (error) {
    log('warn', 'connectors.refresh_failed', { error });
  }
}
