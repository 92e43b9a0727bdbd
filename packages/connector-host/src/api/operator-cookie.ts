import type { OperatorSession } from '../api-tokens/operator-sessions.ts';
import { createCookies } from '../sign-in/cookies.ts';

/** The console's cookie. */
export interface OperatorCookie {
  /** The header that begins a session. */
  begin(session: OperatorSession): string;
  /** The header that ends one. */
  readonly end: string;
  /** Its value; `undefined` when there is none. */
  read(request: Request): string | undefined;
}

/** @param isSecure whether browsers come over https */
export function createOperatorCookie(isSecure: boolean): OperatorCookie {
  const cookies = createCookies(isSecure);
  const set = (value: string, seconds: number): string =>
    cookies.write('operator', value, { sameSite: 'Strict', maxAge: seconds });
  return {
    begin: ({ cookie, lifetime }) => set(cookie, Math.max(0, Math.floor(lifetime / 1000))),
    end: set('', 0),
    read: (request) => cookies.read(request, 'operator'),
  };
}
