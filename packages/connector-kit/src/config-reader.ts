import type { ConfigSource } from './connector.ts';
import type { ConfigGuard } from './guard.ts';
import { parseConfig } from './parse-config.ts';

/**
 * Makes the function by which an instance reads its configuration at every use.
 *
 * A `config` is validated here and now, and never again; what `getConfig` answers is validated each time.
 *
 * @param id the connector's `metadata.id`, which `getConfig` is called with
 * @throws `invalid_config` naming every wrong field of `config`
 */
export function createConfigReader<Output>(
  guard: ConfigGuard<Output>,
  id: string,
  source: ConfigSource<unknown>,
): () => Promise<Output>;
/**
 * As above, for what an instance makes of its configuration, such as settings and clients: once of `config`, at every use
 * of what `getConfig` answers.
 *
 * @param prepare must depend on nothing that changes but the configuration
 */
export function createConfigReader<Output, Prepared>(
  guard: ConfigGuard<Output>,
  id: string,
  source: ConfigSource<unknown>,
  prepare: (config: Output) => Prepared,
): () => Promise<Prepared>;
export function createConfigReader<Output>(
  guard: ConfigGuard<Output>,
  id: string,
  { config, getConfig }: ConfigSource<unknown>,
  prepare: (config: Output) => unknown = (parsed) => parsed,
): () => Promise<unknown> {
  if (getConfig) return async () => prepare(parseConfig(guard, await getConfig(id)));
  const prepared = Promise.resolve(prepare(parseConfig(guard, config)));
  return () => prepared;
}
