import type { DiscoveryDocument } from '../discovery-document.ts';
import type { Server } from '../server.ts';
import type { OAuthClient } from '../settings.ts';
import type { Finding } from './step.ts';

type Document = Partial<DiscoveryDocument> | undefined;

export function examineScope({ settings }: OAuthClient, document: Document): Finding {
  const wanted = settings.scope.split(' ').filter((scope) => scope !== '');
  if (settings.openid && !wanted.includes('openid')) {
    return { status: 'fail', detail: 'The scope lacks "openid".', fix: 'Add "openid" to the scope.' };
  }
  const known = document?.scopes_supported;
  if (!known) return { status: 'skipped', detail: 'The provider does not publish its scopes.' };
  const unknown = wanted.filter((scope) => !known.includes(scope));
  if (unknown.length === 0) return { status: 'pass', detail: 'The provider knows every scope.' };
  return {
    status: 'warn',
    detail: `The provider does not list: ${unknown.join(', ')}.`,
    fix: "Compare the scope with the provider's documentation. Providers need not list every scope.",
  };
}

export function examinePkce({ settings }: OAuthClient, document: Document): Finding {
  if (settings.withoutPkce) {
    return {
      status: 'warn',
      detail: 'PKCE is turned off: a stolen authorization code is protected by the client secret alone.',
      fix: 'Turn it on again, unless the provider refuses it.',
    };
  }
  const methods = document?.code_challenge_methods_supported;
  if (methods?.includes('S256'))
    return { status: 'pass', detail: 'PKCE with S256 is used, and the provider announces it.' };
  return methods
    ? {
        status: 'warn',
        detail: 'PKCE with S256 is used, but the provider announces other methods only.',
        fix: 'Ask the provider for S256.',
      }
    : { status: 'pass', detail: 'PKCE with S256 is used; the provider does not say whether it checks it.' };
}

export function examineNonce({ settings }: OAuthClient): Finding {
  return settings.withoutNonce
    ? {
        status: 'warn',
        detail: 'The nonce is turned off: an ID token of another sign-in could be slipped in.',
        fix: 'Turn it on again, unless the provider does not return it.',
      }
    : { status: 'pass', detail: 'Every sign-in has a nonce of its own.' };
}

/** RFC 9207. */
export function examineIssuerParameter(_client: OAuthClient, server: Server): Finding {
  if (!server.hasIssuer) {
    return {
      status: 'warn',
      detail: 'Without a configured issuer, callbacks of another provider cannot be told apart by "iss" (RFC 9207).',
      fix: 'Configure the issuer, if the provider has one.',
    };
  }
  return server.sendsIssuer
    ? { status: 'pass', detail: 'The provider names itself in every callback, and that is required.' }
    : {
        status: 'pass',
        detail: 'The provider does not promise to name itself in callbacks; where it does, it is checked.',
      };
}

export function examineProxy({ runtime }: OAuthClient): Finding {
  return runtime.egress.viaProxy
    ? {
        status: 'warn',
        detail: 'Requests go through a proxy, which resolves names itself: addresses are not pinned.',
        fix: 'Let the proxy refuse private addresses.',
      }
    : { status: 'pass', detail: 'Addresses are resolved once, checked and pinned.' };
}
