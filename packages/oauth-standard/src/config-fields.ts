import { reservedParameters } from '@jackfield/oauth-kit';
import * as z from 'zod';

/** A text of 1 to 4096 characters. */
export const text = () => z.string().min(1).max(4096);

/** Names of parameters that an operator may add: any but those that the sign-in sets itself, in whatever case. */
export const parameterName = () =>
  z.string().regex(new RegExp(String.raw`^(?!(?:${anyOf(reservedParameters)})$)[\w.:[\]-]{1,100}$`));

/** RFC 9110 §5.1, without the headers that the connection or the sign-in sets itself. */
export const headerName = () =>
  z.string().regex(new RegExp(String.raw`^(?!(?:${anyOf(ownHeaders)})$)[A-Za-z][\w-]{0,99}$`));

/** RFC 9110 §5.5, in ASCII: without control characters, nothing can break out of the header. */
export const headerValue = () => z.string().regex(/^[\x21-\x7E](?:[\x20-\x7E]{0,998}[\x21-\x7E])?$/);

// oxfmt-ignore
const ownHeaders = [
  'accept', 'accept-encoding', 'authorization', 'connection', 'content-encoding', 'content-length', 'content-type',
  'cookie', 'expect', 'host', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te', 'trailer',
  'transfer-encoding', 'upgrade',
] as const;

/** As alternatives of a pattern that takes no notice of case: JSON Schema has no flag for it. */
function anyOf(names: Iterable<string>): string {
  return [...names]
    .map((name) => name.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`))
    .join('|');
}
