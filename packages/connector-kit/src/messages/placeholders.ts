import { ConnectorError } from '../connector-error.ts';
import type { MessagePayload } from '../message.ts';

/** A variable in a template. */
export interface Placeholder {
  /** As written, braces and all. */
  readonly raw: string;
  /** `['user', 'name']` for `{{ user.name }}`. */
  readonly path: readonly [string, ...string[]];
}

/** Characters of one value; longer ones blow the message up. */
const maximumLength = 4096;

const pattern = /\{\{\s*([\w-]+(?:\.[\w-]+)*)\s*\}\}/g;
const patternHere = new RegExp(pattern.source, 'y');

/** Cuts `template` into texts and placeholders. */
export function splitTemplate(template: string): readonly (string | Placeholder)[] {
  if (!template.includes('{{')) return [template];
  const parts: (string | Placeholder)[] = [];
  let end = 0;
  for (const match of template.matchAll(pattern)) {
    const [root = '', ...rest] = (match[1] ?? '').split('.');
    parts.push(template.slice(end, match.index), { raw: match[0], path: [root, ...rest] });
    end = match.index + match[0].length;
  }
  parts.push(template.slice(end));
  return parts;
}

/** The end of the placeholder that begins at `index`; `index` itself when none does. */
export function placeholderEnd(template: string, index: number): number {
  if (!template.startsWith('{{', index)) return index;
  patternHere.lastIndex = index;
  return patternHere.test(template) ? patternHere.lastIndex : index;
}

/**
 * The text that stands for a placeholder; `undefined` when the payload has no such variable, and the placeholder stays
 * as it is. Only own properties of plain data are read, so that `{{constructor}}`, `{{__proto__.x}}` and
 * `{{code.length}}` are nothing special. What is not a text, a number or a boolean becomes empty.
 *
 * @throws `invalid_request_parameters` when the value is too long, holds control characters, or is named as a link and
 *   is not an http or https URL
 */
export function valueOf(placeholder: Placeholder, payload: MessagePayload): string | undefined {
  const { path } = placeholder;
  if (!Object.hasOwn(payload, path[0])) return undefined;
  const text = textOf(path.reduce(ownValue, payload));
  if (text.length > maximumLength) refuse(path, `is longer than ${maximumLength} characters`);
  if (/[^\P{Control}\t\n\r]|\p{Surrogate}/u.test(text)) refuse(path, 'holds control characters');
  if (/(?:link|url|uri|href)$/i.test(path.at(-1) ?? '') && text !== '' && !isWebLink(text)) {
    refuse(path, 'must be an http or https URL without a user name');
  }
  return text;
}

/** Refuses the payload because of the variable at `path`. */
export function refuse(path: readonly string[], problem: string): never {
  throw new ConnectorError('invalid_request_parameters', { hint: `The variable ${path.join('.')} ${problem}.` });
}

/** Whether `text` is, as it stands, an absolute http or https URL; escaping would not make `javascript:` harmless. */
export function isWebLink(text: string): boolean {
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

function ownValue(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return String(value);
  return '';
}
