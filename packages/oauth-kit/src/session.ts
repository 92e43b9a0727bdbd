import { hash, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type GetSession, type SetSession, type SocialSession } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { OAuthClient, OAuthSettings } from './settings.ts';

/** Milliseconds that a person has between the two halves of a sign-in. */
const sessionLifetime = 10 * 60_000;
/** Milliseconds by which the clocks of two processes may differ. */
const clockTolerance = 30_000;

const sessionGuard = z.object({
  state: z.string().min(1),
  redirectUri: z.string().min(1),
  /** Fingerprint of the connector, the provider and the client that the sign-in was started with. */
  client: z.string().min(1),
  createdAt: z.number(),
  nonce: z.string().min(1).optional(),
  codeVerifier: z.string().min(43).optional(),
});

/** What the engine itself keeps between the two halves of a sign-in. */
export type SignInSession = z.infer<typeof sessionGuard>;

/** What a sign-in is bound to: it can only be finished by the same connector, at the same provider, for the same client. */
export function clientFingerprint({ settings }: OAuthClient): string {
  const known = fingerprints.get(settings);
  if (known !== undefined) return known;
  const { connectorId, server, clientId } = settings;
  const provider = server.kind === 'discovery' ? server.issuer : [server.issuer ?? '', server.endpoints.token_endpoint];
  const fingerprint = hash('sha256', JSON.stringify([connectorId, provider, clientId]), 'base64url').slice(0, 22);
  fingerprints.set(settings, fingerprint);
  return fingerprint;
}

/** Made once for each client's settings: two are needed for each sign-in. */
const fingerprints = new WeakMap<OAuthSettings, string>();

/**
 * Stores the session.
 *
 * @returns `false` when the caller has no sessions and the client is in the `sessionless` mode
 */
export async function storeSession(
  client: OAuthClient,
  session: SocialSession,
  setSession: SetSession,
): Promise<boolean> {
  try {
    await setSession(session);
    return true;
  } catch (error) {
    if (client.modes.sessionless && hasNoSession(error)) return false;
    throw error;
  }
}

/**
 * Takes the session that belongs to a callback and checks that it is ours, fresh, and of this very sign-in.
 *
 * @returns `undefined` when the caller has no sessions and the client is in the `sessionless` mode
 * @throws `session_invalid`
 */
export async function takeSession(
  client: OAuthClient,
  state: string | undefined,
  getSession: GetSession,
): Promise<SignInSession | undefined> {
  if (state === undefined && !client.modes.stateCheckedByCaller) {
    throw invalid('The callback has no "state". Start the sign-in again.');
  }
  let stored: SocialSession | undefined;
  try {
    stored = await getSession(state);
  } catch (error) {
    if (client.modes.sessionless && hasNoSession(error)) return undefined;
    throw error;
  }
  const session = sessionGuard.safeParse(stored);
  if (!session.success) {
    throw invalid(
      'There is no sign-in session for this callback: it was finished already, it expired, or it was started in another browser. Start the sign-in again.',
    );
  }
  checkSession(client, session.data, state);
  return session.data;
}

function checkSession(client: OAuthClient, session: SignInSession, state: string | undefined): void {
  if (state !== undefined && !sameText(session.state, state)) {
    throw invalid('The "state" of the callback is not the one of this sign-in. Start the sign-in again.');
  }
  const age = client.runtime.clock.now() - session.createdAt;
  if (age > sessionLifetime || age < -clockTolerance) {
    throw invalid('The sign-in took longer than ten minutes. Start it again.');
  }
  if (session.client !== clientFingerprint(client)) {
    throw invalid('The sign-in was started with another connector, provider or client. Start it again.');
  }
}

/** What a store throws that has no session to offer (Logto, when an administrator links an account). */
function hasNoSession(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'not_implemented';
}

function sameText(one: string, other: string): boolean {
  const [bytes, otherBytes] = [Buffer.from(one), Buffer.from(other)];
  return bytes.length === otherBytes.length && timingSafeEqual(bytes, otherBytes);
}

function invalid(hint: string): ConnectorError {
  return new ConnectorError('session_invalid', { hint });
}
