import type { OperatorSession } from '../api-tokens/operator-sessions.ts';

/** The console's cookie. */
export interface OperatorCookie {
  /** The header that begins a session. */
  begin(session: OperatorSession): string;
  /** The header that ends one. */
  readonly end: string;
  /** Its value; `undefined` when there is none, or more than one, of which one was planted. */
  read(request: Request): string | undefined;
}

/** @param isSecure whether browsers come over https; on http, which is loopback, the `__Host-` name is not theirs to have */
export function createOperatorCookie(isSecure: boolean): OperatorCookie {
  // RFC 6265bis §4.1.3.2: a cookie of this name was set by this very host, over TLS.
  const name = isSecure ? '__Host-jackfield-operator' : 'jackfield-operator';
  const set = (value: string, seconds: number): string =>
    `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  return {
    begin: ({ cookie, lifetime }) => set(cookie, Math.max(0, Math.floor(lifetime / 1000))),
    end: set('', 0),
    read(request) {
      const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim());
      const values = pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
      return values.length === 1 ? values[0] : undefined;
    },
  };
}
