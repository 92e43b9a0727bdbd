import { HostError } from '../host-error.ts';

/** Characters of a form; authorization codes of large providers stay below 4,000. */
const longest = 32_768;

/**
 * Reads a posted form, and no more of it than a form may hold.
 *
 * @throws `invalid_request` for another content type, and when it is too long
 */
export async function readForm(request: Request): Promise<URLSearchParams> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw new HostError('invalid_request', { hint: 'Send a form: application/x-www-form-urlencoded.' });
  }
  if (Number(request.headers.get('content-length') ?? 0) > longest) throw tooLong();
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of request.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longest) throw tooLong();
  }
  return new URLSearchParams(text + decoder.decode());
}

/** What a provider sent the browser back with: the address of a GET, the form of a POST (form_post), never both. */
export async function readCallback(request: Request): Promise<URLSearchParams> {
  if (request.method === 'POST') return readForm(request);
  const { search, searchParams } = new URL(request.url);
  if (search.length > longest) throw tooLong();
  return searchParams;
}

function tooLong(): HostError {
  return new HostError('invalid_request', { hint: 'The form is too long.' });
}
