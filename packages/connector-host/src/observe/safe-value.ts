import { errorCodes } from '@jackfield/connector-kit';
import { hostErrorCodes } from '../host-error.ts';
import { safeError } from './safe-error.ts';
import { redacted, redactText } from './redact-text.ts';
import { isSecretKey } from './secret-keys.ts';

/** What is left of a value in a log: nothing deeper, longer or more than this. */
const limits = { depth: 6, entries: 50, values: 400, text: 2000 };

/** What the host answers with. */
const knownCodes = new Set([...Object.keys(hostErrorCodes), ...Object.keys(errorCodes), 'internal_error']);

/** JSON. */
export type SafeValue = string | number | boolean | null | readonly SafeValue[] | { readonly [key: string]: SafeValue };

interface Walk {
  readonly ancestors: readonly object[];
  /** Values that may still be shown. */
  readonly budget: { left: number };
}

/** Replaces secrets, cuts what is huge, names what is circular; runs no `toJSON`, and survives getters that throw. */
export function safeValue(value: unknown): SafeValue {
  return walk(value, { ancestors: [], budget: { left: limits.values } });
}

function walk(value: unknown, state: Walk): SafeValue {
  try {
    state.budget.left -= 1;
    return state.budget.left < 0 ? '[cut]' : convert(value, state);
  } catch {
    return '[unreadable]';
  }
}

function convert(value: unknown, state: Walk): SafeValue {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return safeText(value);
  if (typeof value === 'bigint') return String(value).slice(0, 100);
  if (typeof value !== 'object') return `[${typeof value}]`;
  if (state.ancestors.includes(value)) return '[circular]';
  if (state.ancestors.length >= limits.depth) return '[cut]';
  const inner: Walk = { ...state, ancestors: [...state.ancestors, value] };
  if (value instanceof Error) return safeError(value, (part) => walk(part, inner));
  if (Array.isArray(value)) return convertArray(value, inner);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) return convertObject(value, inner);
  return convertInstance(value);
}

function convertArray(value: readonly unknown[], state: Walk): readonly SafeValue[] {
  const items = value.slice(0, limits.entries).map((item) => walk(item, state));
  return value.length > limits.entries ? [...items, `[${value.length - limits.entries} more]`] : items;
}

function convertObject(value: object, state: Walk): SafeValue {
  const keys = Object.keys(value);
  const entries = keys.slice(0, limits.entries).map((key): [string, SafeValue] => {
    const safeKey = safeText(key).slice(0, 100);
    return [safeKey, isSecretKey(key) ? hide(Reflect.get(value, key)) : walk(Reflect.get(value, key), state)];
  });
  const rest: [string, SafeValue][] =
    keys.length > limits.entries ? [['…', `${keys.length - limits.entries} more`]] : [];
  return Object.fromEntries([...entries, ...rest]);
}

/** Whether something is there may be known; and the `code` of an error is no secret. */
function hide(value: unknown): SafeValue {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  return typeof value === 'string' && knownCodes.has(value) ? value : redacted;
}

/** Of other objects, such as requests, only what is known to be harmless. */
function convertInstance(value: object): SafeValue {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[Date]' : value.toISOString();
  if (value instanceof URL) return safeText(value.origin === 'null' ? value.protocol : value.origin + value.pathname);
  if (value instanceof Uint8Array) return `[${value.byteLength} bytes]`;
  if (value instanceof Set || value instanceof Map) return `[${value.constructor.name} of ${value.size}]`;
  return '[object]';
}

function safeText(text: string): string {
  const safe = redactText(text);
  return text.length > limits.text ? `${safe.slice(0, limits.text)}…` : safe;
}
