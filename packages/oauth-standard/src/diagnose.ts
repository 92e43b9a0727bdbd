import { ConnectorError, type DiagnosticStep } from '@jackfield/connector-kit';
import {
  diagnoseClient,
  examineConfiguration,
  examineVerifiedEmail,
  fetchProfile,
  type Finding,
  type OAuthClient,
  refreshTokens,
  runStep,
} from '@jackfield/oauth-kit';
import type { ParsedOAuthStandardConfig } from './config.ts';

interface Opened {
  config: ParsedOAuthStandardConfig;
  client: OAuthClient;
  /** With the refresh endpoint in the place of the token endpoint. */
  refreshClient: OAuthClient;
}

/**
 * The steps of the engine, and `configuration`, `user-info`, `refresh-endpoint`, `access-token-place`, `verified-email`
 * and `protocol`. Nobody is signed in: the tokens that are tried cannot exist.
 */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  const opened = yield* examineConfiguration(open);
  if (!opened) return;
  const { config, client, refreshClient } = opened;
  yield* diagnoseClient(client);
  yield await runStep('user-info', 'User info endpoint', async () => examineUserInfo(client, config));
  if (config.refreshEndpoint !== undefined) {
    yield await runStep('refresh-endpoint', 'Refresh endpoint', async () => examineRefresh(refreshClient));
  }
  yield await runStep('access-token-place', 'Place of the access token', () => examinePlace(config));
  yield await runStep('verified-email', 'Verified addresses', () =>
    examineVerifiedEmail(config, config.profile, 'profile'),
  );
  yield await runStep('protocol', 'Protocol', () => examineProtocol(config));
}

/** A made-up access token must be refused, and as such. */
async function examineUserInfo(client: OAuthClient, config: ParsedOAuthStandardConfig): Promise<Finding> {
  const { endpoint: url, method, accessToken: place } = config.userInfo;
  const request = { url, method, ...(place && { accessToken: place }) };
  try {
    await fetchProfile(client, madeUp(client), request);
  } catch (error) {
    if (!ConnectorError.isInstance(error)) throw error;
    if (error.code === 'social_invalid_access_token') {
      return { status: 'pass', detail: 'The endpoint refuses an access token that it does not know.' };
    }
    if (error.code !== 'invalid_response' || error.cause === undefined) throw error;
    return isWrongAddress(error)
      ? { status: 'fail', detail: 'The endpoint is not there, or does not answer with JSON.', fix: error.hint }
      : {
          status: 'warn',
          detail: 'The answer to an unknown access token does not tell whether this is the right endpoint.',
          fix: error.hint,
        };
  }
  return {
    status: 'warn',
    detail: 'The endpoint answers without a valid access token: it cannot tell who signed in.',
    fix: 'Check userInfo.endpoint, and userInfo.accessToken.',
  };
}

/** A page where JSON was expected, a redirect, or nothing (RFC 9110 §15.5.5, §15.5.6), and no error in words. */
function isWrongAddress({ cause, details }: ConnectorError): boolean {
  const status = cause?.status ?? 0;
  return details === undefined && (status < 400 || [404, 405, 410].includes(status));
}

/** A made-up refresh token must be refused, and the client must not. */
async function examineRefresh(refreshClient: OAuthClient): Promise<Finding> {
  try {
    await refreshTokens(refreshClient, madeUp(refreshClient));
  } catch (error) {
    if (!ConnectorError.isInstance(error)) throw error;
    if (error.code === 'social_invalid_access_token') {
      return {
        status: 'pass',
        detail: 'The endpoint accepts the client, and refuses a refresh token that it does not know.',
      };
    }
    if (error.code !== 'authorization_failed') throw error;
    return {
      status: 'warn',
      detail: 'The answer to an unknown refresh token does not tell whether the endpoint accepts the client.',
      fix: error.hint,
    };
  }
  return {
    status: 'warn',
    detail: 'The endpoint gave tokens for a refresh token that cannot exist.',
    fix: 'Check refreshEndpoint.',
  };
}

function examinePlace({ userInfo: { method, accessToken } }: ParsedOAuthStandardConfig): Finding {
  return accessToken?.in === 'parameter' && method === 'GET'
    ? {
        status: 'warn',
        detail: 'The access token stands in the address of a request, where logs and proxies see it (RFC 6750 §2.3).',
        fix: 'Use the header, or POST, if the provider takes either.',
      }
    : { status: 'pass', detail: 'The access token stands in no address.' };
}

/** OpenID Connect Core §3.1.2.1: that scope asks for an ID token, which is not read here. */
function examineProtocol({ scope = '' }: ParsedOAuthStandardConfig): Finding {
  return scope.split(' ').includes('openid')
    ? {
        status: 'warn',
        detail: 'The scope asks for OpenID Connect, whose ID token is not used here.',
        fix: 'Use @jackfield/oidc-standard for this provider: it checks more.',
      }
    : { status: 'pass', detail: 'The provider is used over plain OAuth 2.0.' };
}

function madeUp({ runtime }: OAuthClient): string {
  return `jackfield-diagnosis-${Buffer.from(runtime.random.bytes(32)).toString('base64url')}`;
}
