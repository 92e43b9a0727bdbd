import type { ConfigIssue } from '@jackfield/connector-kit';
import { isSecretPath, type JsonSchema } from '@jackfield/connector-kit/schema';
import type { KnownReference } from './secret-references.ts';
import { isReference, resolveReference, type SecretSources } from './secret-sources.ts';

/** A configuration whose references were followed. */
export interface ImportedConfig {
  readonly config: Readonly<Record<string, unknown>>;
  readonly references: readonly KnownReference[];
  readonly issues: readonly ConfigIssue[];
}

/**
 * Follows the references of a configuration, at secret paths alone: anywhere else the secret would be shown, so that a
 * reference is an ordinary text there.
 */
export async function resolveConfig(
  schema: JsonSchema,
  config: Readonly<Record<string, unknown>>,
  sources: SecretSources,
): Promise<ImportedConfig> {
  const references: KnownReference[] = [];
  const issues: ConfigIssue[] = [];

  const follow = async (value: unknown, path: readonly string[]): Promise<unknown> => {
    if (typeof value === 'string' && isReference(value) && isSecretPath(schema, path)) {
      const resolved = await resolveReference(value, sources);
      if ('secret' in resolved) {
        references.push({ path: path.join('.'), reference: value, secret: resolved.secret });
        return resolved.secret;
      }
      issues.push({ path: path.join('.'), ...resolved });
      return value;
    }
    if (Array.isArray(value))
      return Promise.all(value.map((item: unknown, index) => follow(item, [...path, String(index)])));
    return typeof value === 'object' && value !== null ? followAll({ ...value }, path) : value;
  };
  const followAll = async (
    object: Readonly<Record<string, unknown>>,
    path: readonly string[],
  ): Promise<Record<string, unknown>> => {
    const entries = Object.entries(object).map(
      async ([key, value]) => [key, await follow(value, [...path, key])] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  };
  return { config: await followAll(config, []), references, issues };
}
