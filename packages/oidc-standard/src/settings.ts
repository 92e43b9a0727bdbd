import type { OAuthSettings, ServerSource } from '@jackfield/oauth-kit';
import type { ParsedOidcStandardConfig } from './config.ts';
import { metadata } from './metadata.ts';

/** What the engine has to know, from the configuration. */
export function toSettings(config: ParsedOidcStandardConfig): OAuthSettings {
  return {
    connectorId: metadata.id,
    server: toServer(config),
    clientId: config.clientId,
    clientAuthentication: config.clientAuthentication,
    scope: config.scope,
    openid: true,
    tenants: config.tenants,
    idTokenAlgorithms: config.idTokenAlgorithms,
    maxAge: config.maxAge,
    responseMode: config.responseMode,
    authorizationParameters: config.authorizationParameters,
    withoutPkce: config.withoutPkce,
    withoutNonce: config.withoutNonce,
  };
}

function toServer({ issuer, endpoints = {} }: ParsedOidcStandardConfig): ServerSource {
  const named = {
    authorization_endpoint: endpoints.authorizationEndpoint,
    token_endpoint: endpoints.tokenEndpoint,
    userinfo_endpoint: endpoints.userinfoEndpoint,
    jwks_uri: endpoints.jwksUri,
    revocation_endpoint: endpoints.revocationEndpoint,
    end_session_endpoint: endpoints.endSessionEndpoint,
  };
  const { authorization_endpoint, token_endpoint, jwks_uri } = named;
  return authorization_endpoint !== undefined && token_endpoint !== undefined && jwks_uri !== undefined
    ? { kind: 'static', issuer, endpoints: { ...named, authorization_endpoint, token_endpoint } }
    : { kind: 'discovery', issuer, overrides: named };
}
