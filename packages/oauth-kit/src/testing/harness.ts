import type { Runtime, SocialSession, TokenResponse } from '@jackfield/connector-kit';
import { type ScriptedProvider, startScriptedProvider } from '@jackfield/connector-test-kit/oidc';
import { createRuntime } from '@jackfield/egress';
import { getAuthorizationUri } from '../authorization.ts';
import { type Person, readPerson } from '../claims.ts';
import { createOAuthClient, type OAuthConnectorOptions } from '../client.ts';
import type { OAuthClient, OAuthSettings } from '../settings.ts';
import { finishOpenIdSignIn } from '../sign-in.ts';
import { fetchUserInfo } from '../user-info.ts';

export const redirectUri = 'https://app.example/callback';

/** A runtime that may reach the fakes, with a clock that can be turned. */
export interface TestRuntime extends Runtime {
  /** Milliseconds that the clock is ahead. */
  offset: number;
}

export function createTestRuntime(timeout = 2000): TestRuntime {
  const state = { offset: 0 };
  const runtime = createRuntime({
    egress: { privateHosts: ['127.0.0.1', 'localhost'], timeout },
    clock: { now: () => Date.now() + state.offset },
  });
  return Object.assign(state, runtime);
}

export function settingsFor(provider: ScriptedProvider, changes: Partial<OAuthSettings> = {}): OAuthSettings {
  return {
    connectorId: 'test',
    server: { kind: 'discovery', issuer: provider.issuer },
    clientId: provider.clientId,
    clientAuthentication: { method: 'client_secret_basic', clientSecret: provider.clientSecret },
    scope: 'openid profile email',
    openid: true,
    ...changes,
  };
}

/** Sessions by their state, each of which can be taken once. */
export function createSessions() {
  const sessions = new Map<string, SocialSession>();
  return {
    sessions,
    setSession: (session: SocialSession) => void sessions.set(session.state ?? '', session),
    getSession: (state?: string) => {
      const session = sessions.get(state ?? '');
      sessions.delete(state ?? '');
      return session;
    },
  };
}

export interface SignedIn {
  subject: string;
  person: Person;
  tokens: TokenResponse;
  userInfo: Record<string, unknown>;
}

/** A whole sign-in, userinfo included. */
export async function signIn(client: OAuthClient, provider: ScriptedProvider): Promise<SignedIn> {
  const { setSession, getSession } = createSessions();
  const url = await getAuthorizationUri(client, { redirectUri }, setSession);
  const callback = await provider.callbackFor(url);
  const { server, tokens, claims } = await finishOpenIdSignIn(client, callback, getSession);
  const userInfo = await fetchUserInfo(client, server, tokens.access_token, claims.sub);
  return { subject: claims.sub, person: readPerson([userInfo, claims]), tokens, userInfo };
}

export function clientFor(
  provider: ScriptedProvider,
  options: OAuthConnectorOptions & { runtime: Runtime },
  changes: Partial<OAuthSettings> = {},
): OAuthClient {
  return createOAuthClient(options, settingsFor(provider, changes));
}

export { type ScriptedProvider, startScriptedProvider };
