import {
  type ConfigSource,
  ConnectorError,
  type ConnectorOptions,
  type DiagnosticStep,
  type GetSession,
  parseConfig,
  type Runtime,
  type SocialConnector,
} from '@jackfield/connector-kit';
import { authorize } from './authorization.ts';
import { readCallback } from './callback.ts';
import { configGuard, type TinySocialConfig } from './config.ts';
import { metadata } from './metadata.ts';
import { requestTokens, requestUser } from './provider.ts';
import { takeSession } from './session.ts';

export type TinySocialOptions = ConfigSource<TinySocialConfig> &
  ConnectorOptions & { stateCheckedByCaller?: boolean; sessionless?: boolean };

/** A social connector as small as the contract allows. */
export async function createTinySocial(options: TinySocialOptions): Promise<SocialConnector> {
  const { getConfig, stateCheckedByCaller = false, sessionless = false } = options;
  const saved = getConfig === undefined ? parseConfig(configGuard, options.config) : undefined;
  const readConfig = async () => saved ?? parseConfig(configGuard, await getConfig?.(metadata.id));
  const network = (): Runtime => {
    if (options.runtime !== undefined) return options.runtime;
    throw new ConnectorError('provider_unavailable', { hint: 'Pass a runtime.' });
  };

  const finish = async (callback: unknown, getSession: GetSession) => {
    const [config, runtime, parameters] = [await readConfig(), network(), await readCallback(callback)];
    const expected = { client: config.clientId, now: runtime.clock.now(), stateCheckedByCaller };
    const session = await takeSession(getSession, { ...expected, state: parameters.get('state') });
    const tokenResponse = await requestTokens(config, runtime, {
      form: { code: codeIn(parameters), code_verifier: session.verifier ?? '', redirect_uri: session.redirectUri },
      refusedGrant: 'social_auth_code_invalid',
    });
    return { tokenResponse, userInfo: await requestUser(config, runtime, tokenResponse.access_token) };
  };

  return {
    type: 'Social',
    metadata,
    configGuard,
    getIssuer: async () => (await readConfig()).origin,
    getAuthorizationUri: async (request, setSession) =>
      authorize({ config: await readConfig(), request, setSession, runtime: network(), sessionless }),
    getUserInfo: async (callback, getSession) => (await finish(callback, getSession)).userInfo,
    getTokenResponseAndUserInfo: finish,
    getAccessTokenByRefreshToken: async (refreshToken) =>
      requestTokens(await readConfig(), network(), {
        form: { refresh_token: refreshToken },
        refusedGrant: 'social_invalid_access_token',
      }),
    revokeToken: async (token) => {
      const { origin } = await readConfig();
      await network().egress.request({ url: `${origin}/revoke`, headers: { authorization: `Bearer ${token}` } });
    },
    diagnose: () => examine(async () => network().egress.request({ url: (await readConfig()).origin })),
  };
}

function codeIn(parameters: ReadonlyMap<string, string>): string {
  const error = parameters.get('error');
  if (error !== undefined) {
    throw new ConnectorError('authorization_failed', {
      hint: 'The provider refused the sign-in.',
      details: { providerCode: error, providerDescription: parameters.get('error_description') ?? '' },
    });
  }
  const code = parameters.get('code');
  if (code !== undefined) return code;
  throw new ConnectorError('invalid_request_parameters', { hint: 'The callback has no code.' });
}

async function* examine(reach: () => Promise<unknown>): AsyncGenerator<DiagnosticStep> {
  const step = { id: 'provider', title: 'Reach the provider' };
  try {
    await reach();
    yield { ...step, status: 'pass', detail: 'It answers.' };
  } catch {
    yield { ...step, status: 'fail', detail: 'It cannot be asked.', fix: 'Check the configuration and the address.' };
  }
}
