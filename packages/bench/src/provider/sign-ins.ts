import { createHash, randomBytes } from 'node:crypto';

/** A sign-in between the visit of the authorization URL and the token request. */
export interface PendingSignIn {
  readonly parameters: URLSearchParams;
  readonly accessToken: string;
  readonly idToken: string | undefined;
}

/** The codes that were handed out and not yet exchanged. */
export class SignIns {
  readonly #pending = new Map<string, PendingSignIn>();

  /**
   * Does what a browser with a signed-in person does at the authorization URL.
   *
   * @param issueIdToken makes the ID token now, so that the token request costs no signature
   * @returns where the browser is sent back to
   */
  visit(url: URL, issueIdToken?: (parameters: URLSearchParams, accessToken: string) => string): string {
    const parameters = url.searchParams;
    const code = randomBytes(20).toString('hex');
    const accessToken = `gho_${randomBytes(18).toString('hex')}`;
    this.#pending.set(code, { parameters, accessToken, idToken: issueIdToken?.(parameters, accessToken) });
    const callback = new URL(parameters.get('redirect_uri') ?? '');
    callback.searchParams.set('code', code);
    const state = parameters.get('state');
    if (state !== null) callback.searchParams.set('state', state);
    return callback.href;
  }

  /** Takes the sign-in that a token request is for; `undefined` when the request is not in order. */
  exchange(form: URLSearchParams, authorization: string | undefined): PendingSignIn | undefined {
    const code = form.get('code') ?? '';
    const pending = this.#pending.get(code);
    this.#pending.delete(code);
    const inOrder =
      pending !== undefined &&
      (authorization?.startsWith('Basic ') === true || form.has('client_secret')) &&
      // RFC 6749 wants it repeated; some clients leave it out.
      [null, pending.parameters.get('redirect_uri')].includes(form.get('redirect_uri')) &&
      provesPossession(form.get('code_verifier'), pending.parameters.get('code_challenge'));
    return inOrder ? pending : undefined;
  }
}

/** RFC 7636 §4.6, where the client uses PKCE. */
function provesPossession(verifier: string | null, challenge: string | null): boolean {
  if (challenge === null) return true;
  return verifier !== null && createHash('sha256').update(verifier).digest('base64url') === challenge;
}
