import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { ConnectorError, type GetSession, type SetSession, type SocialSession } from '@jackfield/connector-kit';

/** Seconds that a started sign-in is kept. */
const lifetime = 10 * 60;
/** Sign-ins that one browser may have open at a time; the oldest give way, so that cookies never fill a request. */
const mostOpen = 5;

export interface SealedSessionsOptions {
  /**
   * At least 32 random characters each. The first one seals; all of them open, so that secrets can be changed without
   * breaking sign-ins that are under way.
   */
  secrets: readonly string[];
  /** `None` where the provider answers with a form POST (`response_mode=form_post`). Default `Lax`. */
  sameSite?: 'Lax' | 'None';
  /** For http on a development machine: leaves out `Secure` and the `__Host-` prefix. */
  allowInsecureHttp?: boolean;
  /**
   * Makes a session single-use, which a cookie alone cannot be: whoever copied it can send it again. Called with the
   * session's key and the time (ms since the epoch) after which it may be forgotten; answers whether this is the first
   * use. Keep it where all processes of the server see it, and decide in one atomic step.
   */
  markUsed?: (key: string, expiresAt: number) => boolean | Promise<boolean>;
}

/** Whatever carries request headers: a `Request`, or the request of Express and `node:http`. */
export interface CarriesHeaders {
  headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
}

/** Whatever takes a response header: `Headers`, or the response of Express. */
export interface TakesHeaders {
  append(name: string, value: string): unknown;
}

/** Sessions for `getAuthorizationUri` and `getUserInfo`, kept in encrypted cookies. */
export interface SealedSessions {
  /** For `getAuthorizationUri`: stores the session in a cookie of its own, so that two tabs do not disturb each other. */
  store(request: CarriesHeaders, response: TakesHeaders): SetSession;
  /** For `getUserInfo`: takes the session that belongs to the callback's `state`, and deletes its cookie. */
  take(request: CarriesHeaders, response: TakesHeaders): GetSession;
}

/**
 * Keeps sign-in sessions in the browser, in cookies sealed with AES-256-GCM: bound to this browser, unreadable and
 * unchangeable there, gone after ten minutes. No server-side store is needed.
 *
 * **A cookie alone is not single-use**: pass `markUsed` for that. (The authorization code is, at every provider that
 * follows RFC 6749 §4.1.2.)
 *
 * @throws `invalid_config` when a secret is missing or too short
 */
export function createSealedSessions(options: SealedSessionsOptions): SealedSessions {
  const keys = options.secrets.map(deriveKey);
  const [sealingKey] = keys;
  if (!sealingKey) throw weakSecret();
  const prefix = options.allowInsecureHttp ? 'jackfield-' : '__Host-jackfield-';
  const cookie = (name: string, value: string, maxAge: number): string =>
    [
      `${name}=${value}`,
      'Path=/',
      `Max-Age=${maxAge}`,
      'HttpOnly',
      `SameSite=${options.sameSite ?? 'Lax'}`,
      ...(options.allowInsecureHttp ? [] : ['Secure']),
    ].join('; ');

  return {
    store: (request, response) => (session) => {
      const name = prefix + keyOf(session.state ?? '');
      const expiresAt = Date.now() + lifetime * 1000;
      response.append('set-cookie', cookie(name, seal(sealingKey, name, { session, expiresAt }), lifetime));
      const others = [...readCookies(request)].filter(([other]) => other.startsWith(prefix) && other !== name);
      for (const [old] of others.slice(0, Math.max(0, others.length - mostOpen + 1))) {
        response.append('set-cookie', cookie(old, '', 0));
      }
    },
    take: (request, response) => async (state) => {
      const name = prefix + keyOf(state ?? '');
      const sealed = readCookies(request).get(name);
      if (sealed === undefined) return undefined;
      response.append('set-cookie', cookie(name, '', 0));
      const content = keys.map((key) => open(key, name, sealed)).find((one) => one !== undefined);
      if (content === undefined || content.expiresAt < Date.now()) return undefined;
      const first = options.markUsed === undefined || (await options.markUsed(name, content.expiresAt));
      return first ? content.session : undefined;
    },
  };
}

interface SealedContent {
  session: SocialSession;
  /** Milliseconds since the epoch. */
  expiresAt: number;
}

/** The cookie's name tells nothing of the state. */
function keyOf(state: string): string {
  return createHash('sha256').update(state).digest('base64url').slice(0, 22);
}

function deriveKey(secret: string): Buffer {
  if (typeof secret !== 'string' || secret.length < 32) throw weakSecret();
  return Buffer.from(hkdfSync('sha256', secret, '', 'jackfield sealed session, version 1', 32));
}

function seal(key: Buffer, name: string, content: SealedContent): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

function open(key: Buffer, name: string, text: string): SealedContent | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length < 29) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      .setAAD(Buffer.from(name))
      .setAuthTag(bytes.subarray(12, 28));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- authenticated: only `seal` can have written it
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString(),
    ) as SealedContent;
  } catch {
    return undefined;
  }
}

function readCookies({ headers }: CarriesHeaders): Map<string, string> {
  const header = isHeaders(headers) ? headers.get('cookie') : cookieOf(headers);
  return new Map(
    (header ?? '')
      .split(';')
      .map((pair) => pair.trim().split(/=(.*)/s, 2))
      .map(([name = '', value = '']) => [name, value]),
  );
}

/** By its method, so that undici is not loaded for servers that never use `Headers`. */
function isHeaders(headers: CarriesHeaders['headers']): headers is Headers {
  return typeof headers.get === 'function';
}

function cookieOf({ cookie }: Exclude<CarriesHeaders['headers'], Headers>): string | undefined {
  return Array.isArray(cookie) ? cookie.join('; ') : cookie;
}

function weakSecret(): ConnectorError {
  return new ConnectorError('invalid_config', {
    hint: 'Sealed sessions need at least one secret of 32 or more random characters, for example from `openssl rand -base64 32`.',
  });
}
