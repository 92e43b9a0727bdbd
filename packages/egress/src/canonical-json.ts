import { ConnectorError } from '@jackfield/connector-kit';

const maxDepth = 32;

/**
 * JSON with sorted keys, so that equal values give equal texts and different values different ones. `undefined` is told
 * from `null` and from a missing key.
 *
 * @throws `general` for what JSON cannot say: functions, symbols, dates, class instances, `NaN`, cycles
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (value === undefined) return 'undefined';
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (depth < maxDepth) {
    if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalJson(item, depth + 1)).join()}]`;
    if (isPlainObject(value)) {
      const members = Object.keys(value)
        .toSorted()
        .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], depth + 1)}`);
      return `{${members.join()}}`;
    }
  }
  throw new ConnectorError('general', {
    hint: 'A value that decides about trust is not plain JSON. Pass texts, numbers, booleans, lists and plain objects.',
  });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
