import { randomBytes } from 'node:crypto';

/** What a browser posts after One Tap or the Sign in with Google button. */
export interface OneTapPost {
  readonly form: URLSearchParams;
  /** The `Cookie` header. */
  readonly cookie: string;
}

/** https://developers.google.com/identity/gsi/web/reference/html-reference#server-side */
export function oneTapPost(credential: string, clientId: string): OneTapPost {
  const token = randomBytes(16).toString('hex');
  return {
    form: new URLSearchParams({ client_id: clientId, credential, select_by: 'user', g_csrf_token: token }),
    cookie: `g_state={"i_l":0}; g_csrf_token=${token}`,
  };
}
