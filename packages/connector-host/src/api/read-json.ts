import { HostError } from '../host-error.ts';

/** Objects and arrays within each other; a configuration has five or so. */
const deepest = 32;

/**
 * Reads a request's JSON.
 *
 * @param limit bytes
 * @param timeout milliseconds in which it must arrive
 * @returns `undefined` when there is no body
 * @throws `unsupported_media_type`, `content_too_large`, `request_timeout`, `invalid_request` when it is not JSON in
 *   UTF-8, nested too deeply, or has a key `__proto__`
 */
export async function readJson(request: Request, limit: number, timeout: number): Promise<unknown> {
  const contentType = request.headers.get('content-type');
  if (isEmpty(request)) return undefined;
  if (!isJson(contentType)) {
    throw new HostError('unsupported_media_type', {
      hint: 'Send JSON, with the header "content-type: application/json".',
    });
  }
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit);
  const text = request.body === null ? '' : await readText(request.body, limit, timeout);
  return text === '' ? undefined : parseJson(text);
}

/**
 * Whether a request brings nothing. Servers give a POST without content a body all the same: then its headers tell (RFC 9112
 * §6.3).
 */
export function isEmpty({ headers, body }: Request): boolean {
  if (headers.has('content-type')) return false;
  return body === null || !(Number(headers.get('content-length') ?? 0) > 0 || headers.has('transfer-encoding'));
}

/** Whether a content type is JSON in UTF-8; nothing that a form could send is. */
export function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(?:;\s*charset=(?:utf-8|"utf-8")\s*)?$/i.test(contentType ?? '');
}

async function readText(body: ReadableStream<Uint8Array>, limit: number, timeout: number): Promise<string> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new HostError('request_timeout')), timeout);
  });
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) break;
      length += value.byteLength;
      if (length > limit) throw tooLarge(limit);
      parts.push(value);
    }
    return decode(Buffer.concat(parts));
  } catch (error) {
    reader.cancel().catch(() => {});
    if (HostError.isInstance(error)) throw error;
    throw new HostError('invalid_request', { hint: 'The body ended before it was complete.', cause: error });
  } finally {
    clearTimeout(timer);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HostError('invalid_request', { hint: 'The body is not a text in UTF-8.' });
  }
}

function parseJson(text: string): unknown {
  if (depthOf(text) > deepest) {
    throw new HostError('invalid_request', {
      hint: `The body has more than ${deepest} objects or arrays within each other.`,
    });
  }
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('A key is not allowed.');
      return value;
    });
  } catch {
    throw new HostError('invalid_request', { hint: 'The body is not JSON, or has a key that is not allowed.' });
  }
}

/** Of a text that need not be JSON; counted before it is parsed, as what walks through it later is recursive. */
function depthOf(text: string): number {
  let depth = 0;
  let greatest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === '\\') index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') greatest = Math.max(greatest, (depth += 1));
    else if (character === ']' || character === '}') depth -= 1;
  }
  return greatest;
}

function tooLarge(limit: number): HostError {
  return new HostError('content_too_large', { hint: `At most ${limit / 1024} KiB are read here.` });
}
