import { createHash } from 'node:crypto';
import { type AuthorizationRequest, ConnectorError, type Runtime, type SetSession } from '@jackfield/connector-kit';
import type { TinySocialConfig } from './config.ts';

interface Start {
  config: TinySocialConfig;
  request: AuthorizationRequest;
  setSession: SetSession;
  runtime: Runtime;
  sessionless: boolean;
}

/** Starts a sign-in: stores the session and returns the authorization URL. */
export async function authorize({ config, request, setSession, runtime, sessionless }: Start): Promise<string> {
  const { redirectUri, scope = 'profile', connectorId, connectorFactoryId, jti } = request;
  if (!isRedirectUri(redirectUri)) {
    throw new ConnectorError('invalid_request_parameters', { hint: 'The redirect URI must be an absolute URL.' });
  }
  const random = (): string => Buffer.from(runtime.random.bytes(32)).toString('base64url');
  const [state, verifier] = [request.state ?? random(), random()];
  const own = { state, redirectUri, client: config.clientId, startedAt: runtime.clock.now(), verifier };
  const isStored = await store(
    { ...own, ...defined({ connectorId, connectorFactoryId, jti }) },
    setSession,
    sessionless,
  );
  const url = new URL('/authorize', config.origin);
  const parameters = { response_type: 'code', client_id: config.clientId, redirect_uri: redirectUri, scope, state };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  if (!isStored) return url.href;
  url.searchParams.set('code_challenge', createHash('sha256').update(verifier).digest('base64url'));
  url.searchParams.set('code_challenge_method', 'S256');
  return url.href;
}

async function store(session: object, setSession: SetSession, sessionless: boolean): Promise<boolean> {
  try {
    await setSession({ ...session });
    return true;
  } catch (error) {
    if (sessionless) return false;
    throw error;
  }
}

function isRedirectUri(text: string): boolean {
  return URL.canParse(text) && !text.includes('#') && new URL(text).protocol !== 'javascript:';
}

function defined(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
