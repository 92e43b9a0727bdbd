import { ConnectorError } from '@jackfield/connector-kit';
import type { DiscoveryDocument } from '../discovery-document.ts';
import type { Server } from '../server.ts';
import type { OAuthClient } from '../settings.ts';
import { exchangeCode } from '../sign-in.ts';
import type { Finding } from './step.ts';

/** OpenID Connect Discovery 1.0 §3: what holds when the provider does not say. */
const defaultMethods = ['client_secret_basic'];

/**
 * Tries the client credentials with a code that cannot exist: a provider that accepts the client answers `invalid_grant`,
 * one that does not answers `invalid_client` (RFC 6749 §5.2). Nobody is signed in.
 */
export async function examineClient(client: OAuthClient, server: Server): Promise<Finding> {
  try {
    await exchangeCode(client, server, {
      code: `jackfield-diagnosis-${randomText(client)}`,
      redirectUri: 'https://localhost/jackfield-diagnosis',
      codeVerifier: randomText(client),
    });
  } catch (error) {
    return judge(error);
  }
  return {
    status: 'warn',
    detail: 'The provider gave tokens for a code that cannot exist. It is no real provider, or a broken one.',
    fix: 'Check the token endpoint.',
  };
}

function judge(error: unknown): Finding {
  if (!ConnectorError.isInstance(error)) throw error;
  const providerCode = error.details?.providerCode;
  if (error.code === 'social_auth_code_invalid' || providerCode === 'redirect_uri_mismatch') {
    return { status: 'pass', detail: 'The provider accepts the client id and its credentials.' };
  }
  if (error.code === 'authorization_failed' || error.code === 'invalid_response') {
    return {
      status: 'warn',
      detail: `The provider's answer does not tell whether it accepts the client${providerCode === undefined ? '' : ` (its code: ${providerCode})`}.`,
      fix: error.hint,
    };
  }
  throw error;
}

export function examineMethod({ settings }: OAuthClient, document: Partial<DiscoveryDocument> | undefined): Finding {
  const { method } = settings.clientAuthentication;
  const known = document?.token_endpoint_auth_methods_supported;
  if ((known ?? defaultMethods).includes(method)) return { status: 'pass', detail: `The provider knows ${method}.` };
  return known
    ? {
        status: 'warn',
        detail: `The provider does not announce ${method}; it announces ${known.slice(0, 8).join(', ')}.`,
        fix: 'Choose one of these as the client authentication method, and register the client for it.',
      }
    : { status: 'pass', detail: `The provider does not say which methods it knows; ${method} is used.` };
}

function randomText({ runtime }: OAuthClient): string {
  return Buffer.from(runtime.random.bytes(32)).toString('base64url');
}
