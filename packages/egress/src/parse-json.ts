import { ConnectorError } from '@jackfield/connector-kit';

/** Levels of nesting that are accepted; what identity providers send has fewer than ten. */
const maxDepth = 64;

const decoder = new TextDecoder('utf-8', { fatal: true });

/**
 * Parses JSON that came from outside.
 *
 * - An integer beyond 2^53 becomes the string of its digits, so that no id is rounded. One written with an exponent or a
 *   fraction stays a number.
 * - `__proto__` keys are dropped, at every level.
 * - A byte order mark is accepted; bytes that are not UTF-8 and more than 64 levels of nesting are not.
 *
 * @throws `invalid_response`, without any part of the text
 */
export function parseJson(input: string | Uint8Array): unknown {
  try {
    const text = typeof input === 'string' ? withoutByteOrderMark(input) : decoder.decode(input);
    return cleaned(/\d{16}/.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text), 0);
  } catch (cause) {
    throw ConnectorError.isInstance(cause) ? cause : invalid('The answer is not valid JSON in UTF-8.', cause);
  }
}

function keepDigits(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}

function cleaned(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) throw invalid(`The answer's JSON is nested more than ${maxDepth} levels deep.`);
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
  for (const child of Object.values(value)) cleaned(child, depth + 1);
  return value;
}

const withoutByteOrderMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

const invalid = (hint: string, cause?: unknown): ConnectorError =>
  new ConnectorError('invalid_response', { hint, cause });
