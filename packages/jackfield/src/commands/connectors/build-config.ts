import type { ConfigGuard } from '@jackfield/connector-kit';
import { fieldValue } from '../../input/field-values.ts';
import { parsePath, splitField, withField } from '../../input/paths.ts';
import { type JsonObject, readConfig } from '../../input/read-config.ts';
import { readSecret } from '../../input/secret-sources.ts';
import type { CommandContext } from '../command.ts';

/**
 * The configuration that `--config`, `--set`, `--unset` and `--secret` describe, in this order.
 *
 * @param before what single fields are changed in, when there is no `--config`
 * @throws UsageError
 */
export async function buildConfig(
  context: CommandContext,
  guard: ConfigGuard,
  before: JsonObject,
): Promise<JsonObject> {
  const { config, set = [], unset = [], secret = [] } = context.options;
  let built = config === undefined ? before : await readConfig(config, context);
  for (const text of set) {
    const { path, value } = splitField(text, 'set');
    built = withField(built, path, fieldValue(guard, path, value));
  }
  for (const text of unset) built = withField(built, parsePath(text, 'unset'), undefined);
  for (const text of secret) {
    const { path, value } = splitField(text, 'secret');
    built = withField(built, path, await readSecret(value, path.join('.'), context));
  }
  return built;
}

/** Whether an option says anything of the configuration. */
export function changesConfig({ given }: CommandContext): boolean {
  return given.some((name) => name === 'config' || name === 'set' || name === 'unset' || name === 'secret');
}
