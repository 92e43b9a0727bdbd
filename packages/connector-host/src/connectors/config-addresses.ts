import { isSecretPath, type JsonSchema } from '@jackfield/connector-kit/schema';
import type { Path } from './mask-secrets.ts';
import { isObject } from './plain-data.ts';

/** Names of fields whose text decides where a connector connects to, although it is no URL. */
const addressField = /host|server|url|uri|endpoint|issuer|proxy|region|edge/i;

/**
 * Where a configuration makes its connector connect to, as far as can be told from outside: the origin of every URL, and
 * the text of every field that is named like a host.
 */
export function configAddresses(schema: JsonSchema, config: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  collect(schema, config, [], found);
  return found;
}

function collect(schema: JsonSchema, value: unknown, path: Path, found: Set<string>): void {
  if (path.length > 0 && isSecretPath(schema, path)) return;
  if (typeof value === 'string') {
    const address = addressOf(value, path);
    if (address !== undefined) found.add(address);
    return;
  }
  if (Array.isArray(value)) return value.forEach((item, index) => collect(schema, item, [...path, index], found));
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) collect(schema, item, [...path, key], found);
}

function addressOf(text: string, path: Path): string | undefined {
  const url = text.includes('://') ? URL.parse(text) : null;
  if (url !== null) return `${url.protocol}//${url.host}`;
  const field = path.findLast((segment) => typeof segment === 'string') ?? '';
  return typeof field === 'string' && addressField.test(field) ? text.toLowerCase() : undefined;
}
