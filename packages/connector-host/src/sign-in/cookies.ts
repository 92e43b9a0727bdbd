/** What every cookie of the host is: for this origin alone, out of the reach of scripts. */
export interface CookieOptions {
  /** Seconds; 0 deletes; default: until the browser is closed. */
  readonly maxAge?: number;
  readonly sameSite: 'Strict' | 'Lax' | 'None';
}

/** The host's cookies, random tokens all of them. */
export interface Cookies {
  /** @returns `undefined` when it is missing, is no token, or is there twice: then one of them was planted */
  read(request: Request, name: CookieName): string | undefined;
  /** The value of a `Set-Cookie` header. */
  write(name: CookieName, value: string, options: CookieOptions): string;
}

export type CookieName = 'session' | 'browser' | 'visitor' | 'operator';

/**
 * `__Host-` (RFC 6265bis §4.1.3.2) keeps other hosts of the domain from planting one. On http, which is for development on
 * this machine, browsers take neither it nor `Secure`, and so no `SameSite=None`: there a form that is posted by a provider
 * on another site comes without cookies, and is refused.
 */
export function createCookies(isSecure: boolean): Cookies {
  const prefix = isSecure ? '__Host-jackfield-' : 'jackfield-';
  return {
    read(request, name) {
      const wanted = `${prefix}${name}=`;
      const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const values = pairs.filter((pair) => pair.startsWith(wanted)).map((pair) => pair.slice(wanted.length));
      const [value, ...others] = values;
      return value !== undefined && others.length === 0 && /^[\w-]{43}$/.test(value) ? value : undefined;
    },
    write: (name, value, { maxAge, sameSite }) =>
      [
        `${prefix}${name}=${value}`,
        'Path=/',
        ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
        'HttpOnly',
        ...(isSecure ? ['Secure'] : []),
        `SameSite=${sameSite === 'None' && !isSecure ? 'Lax' : sameSite}`,
      ].join('; '),
  };
}
