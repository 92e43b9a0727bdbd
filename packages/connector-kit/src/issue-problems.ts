import type { StructuralIssue } from './issue-tree.ts';

/** What a field may be, as its JSON Schema says. */
export interface Expected {
  /** In words: `text`, `a whole number`. */
  readonly types: readonly string[];
  /** The only values that the field may have, where these are listed. */
  readonly constants: readonly unknown[];
}

/**
 * What is wrong with a field, as the end of a sentence: `must be text, but is a number`.
 *
 * @param found the value's type in words, where it could be read
 */
export function problemOf(issue: StructuralIssue, found: string | undefined, expected: Expected): string {
  const { rule } = issue;
  if (expected.constants.length > 0) return `must be ${listOf(expected.constants)}`;
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(rule.expected, found, expected.types);
    case 'invalid_value':
      return Array.isArray(rule.values) ? `must be ${listOf(rule.values)}` : 'has a value that is not allowed';
    case 'invalid_union':
      return expected.types.length > 0 ? `must be ${expected.types.join(' or ')}` : 'fits none of the allowed forms';
    case 'too_small':
      return `must ${limit(rule, rule.minimum, 'at least', 'more than')}`;
    case 'too_big':
      return `must ${limit(rule, rule.maximum, 'at most', 'less than')}`;
    case 'not_multiple_of':
      return `must be a multiple of ${String(rule.divisor)}`;
    case 'invalid_format':
      return wrongFormat(rule);
    case 'invalid_key':
      return 'has a name that is not allowed here';
    default:
      return 'is not accepted';
  }
}

/** A type of zod or JSON Schema in words. */
export function typeInWords(type: string): string {
  return typeNames[type] ?? `a ${type}`;
}

/** The type of a value in words; nothing of the value itself. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (Number.isNaN(value)) return 'not a number';
  if (typeof value === 'number') return Number.isInteger(value) ? 'a whole number' : 'a number';
  return typeInWords(typeof value);
}

/** `"a", "b" or "c"`: values that the guard allows. */
export function listOf(values: readonly unknown[]): string {
  const texts = [
    ...new Set(values.map((value) => (typeof value === 'bigint' ? String(value) : JSON.stringify(value)))),
  ];
  const last = texts.pop();
  return texts.length > 0 ? `${texts.join(', ')} or ${last}` : String(last);
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  undefined: 'left out',
  never: 'left out',
};

function wrongType(expected: unknown, found: string | undefined, types: readonly string[]): string {
  const own = typeof expected === 'string' ? typeInWords(expected) : 'of another type';
  const wanted = types.length > 0 ? types.join(' or ') : own;
  return found === undefined || found === wanted ? `must be ${wanted}` : `must be ${wanted}, but is ${found}`;
}

function limit(rule: StructuralIssue['rule'], bound: unknown, inclusive: string, exclusive: string): string {
  const amount = `${rule.inclusive === false ? exclusive : inclusive} ${String(bound)}`;
  switch (rule.origin) {
    case 'string':
      return bound === 1 && inclusive === 'at least' ? 'not be empty' : `have ${amount} characters`;
    case 'array':
    case 'set':
      return bound === 1 && inclusive === 'at least' ? 'have at least one item' : `have ${amount} items`;
    case 'map':
    case 'record':
    case 'object':
      return `have ${amount} entries`;
    default:
      return `be ${amount}`;
  }
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'a URL',
  uuid: 'a UUID',
  guid: 'a UUID',
  datetime: 'a date and time such as 2026-01-31T12:00:00Z',
  date: 'a date such as 2026-01-31',
  time: 'a time such as 12:00:00',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  hostname: 'a host name',
  e164: 'a phone number such as +14155550100',
  base64: 'Base64',
  base64url: 'Base64url',
};

function wrongFormat(rule: StructuralIssue['rule']): string {
  const { format, prefix, suffix, includes, note } = rule;
  if (typeof prefix === 'string') return `must begin with ${JSON.stringify(prefix)}`;
  if (typeof suffix === 'string') return `must end with ${JSON.stringify(suffix)}`;
  if (typeof includes === 'string') return `must contain ${JSON.stringify(includes)}`;
  if (format === 'url' && note === 'Invalid protocol') return 'must be a URL with a scheme that is allowed here';
  const name = typeof format === 'string' ? formats[format] : undefined;
  return name === undefined ? 'does not have the expected form' : `must be ${name}`;
}
