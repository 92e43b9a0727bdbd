import { createHash, timingSafeEqual } from 'node:crypto';
import { ConnectorError } from '@jackfield/connector-kit';
import { readCallback } from '@jackfield/oauth-kit';

/** What the browser posted after One Tap or the Sign in with Google button, as a framework has it. */
export interface OneTapForm {
  /** The form: `URLSearchParams`, `FormData`, or an object of strings. */
  readonly form: unknown;
  /** The `Cookie` header of the same request. */
  readonly cookie: string | null | undefined;
}

/** The name of both the cookie and the field. */
const tokenName = 'g_csrf_token';

/**
 * Takes the credential out of a post of One Tap, after the check that it was this browser that got it: Google puts the same
 * random value into a cookie and into the form
 * (https://developers.google.com/identity/gsi/web/guides/verify-google-id-token).
 *
 * @returns the ID token, which is yet to be validated
 * @throws `session_invalid` when cookie and form do not fit, `invalid_request_parameters` when it is no such post
 */
export async function readOneTap(post: Request | OneTapForm): Promise<string> {
  const { form, cookie } = takeApart(post);
  const parameters = await readCallback(form);
  checkToken(parameters.get(tokenName) ?? '', cookieValues(cookie ?? ''));
  const credential = parameters.get('credential') ?? '';
  if (credential !== '') return credential;
  throw refused('The form has no "credential". Check that data-login_uri leads straight here.');
}

function takeApart(post: unknown): OneTapForm {
  if (typeof post !== 'object' || post === null) throw refused('Pass the Request, or its form and Cookie header.');
  if ('form' in post && 'cookie' in post) {
    const { form, cookie } = post;
    if (typeof cookie === 'string' || cookie === undefined || cookie === null) return { form, cookie };
    throw refused('Pass the Cookie header as a text.');
  }
  if (!isRequest(post)) throw refused('Pass the Request, or its form and Cookie header.');
  if (post.method !== 'POST') throw refused('A credential is posted, never part of an address.');
  return { form: post, cookie: post.headers.get('cookie') };
}

/** By its tag: a framework's `Request` need not be the global one. */
function isRequest(value: object): value is Request {
  return value instanceof Request || Object.prototype.toString.call(value) === '[object Request]';
}

/** Of two cookies with this name, one may have been set by a neighbouring domain: neither is believed. */
function checkToken(posted: string, cookies: readonly string[]): void {
  const [cookie = '', ...others] = cookies;
  if (posted === '' || cookie === '') {
    throw invalid(`The ${tokenName} is missing in the ${posted === '' ? 'form' : 'cookies'}.`);
  }
  if (others.length > 0) throw invalid(`There are two ${tokenName} cookies.`);
  if (!timingSafeEqual(digest(posted), digest(cookie))) {
    throw invalid(`The ${tokenName} of the form is not the one of the cookie.`);
  }
}

/** RFC 6265 §4.2.1. */
function cookieValues(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${tokenName}=`))
    .map((pair) => pair.slice(tokenName.length + 1).replace(/^"(.*)"$/, '$1'));
}

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

function invalid(what: string): ConnectorError {
  return new ConnectorError('session_invalid', {
    hint: `${what} The post does not come from a page of this site, or the browser keeps no cookies. Try again from the page.`,
  });
}

function refused(hint: string): ConnectorError {
  return new ConnectorError('invalid_request_parameters', { hint });
}
