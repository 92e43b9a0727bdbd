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
): () => Promise<Output> {
  const { getConfig } = source;
  if (getConfig) return async () => parseConfig(guard, await getConfig(id));
  const config = parseConfig(guard, source.config);
  return async () => config;
}

/**
 * Keeps what was made of the latest configuration, for as long as it is read as the same object: that of `config` is, that
 * of `getConfig` is another one each time.
 *
 * @param make must depend on nothing that changes but the configuration
 */
export function oncePerConfig<Config extends object, Made>(make: (config: Config) => Made): (config: Config) => Made {
  let latest: { readonly config: Config; readonly made: Made } | undefined;
  return (config) => {
    if (latest?.config !== config) latest = { config, made: make(config) };
    return latest.made;
  };
}
