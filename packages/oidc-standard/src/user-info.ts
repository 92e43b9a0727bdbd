import type { SocialUserInfo } from '@jackfield/connector-kit';
import {
  fetchUserInfo,
  type IdTokenClaims,
  type OAuthClient,
  readPerson,
  readSubject,
  type Server,
} from '@jackfield/oauth-kit';
import type { ParsedOidcStandardConfig } from './config.ts';

/** The person of a validated ID token, completed from the userinfo endpoint where that is needed and allowed. */
export async function readUser(
  client: OAuthClient,
  config: ParsedOidcStandardConfig,
  claims: IdTokenClaims,
  access: { server: Server; accessToken: string } | undefined,
): Promise<SocialUserInfo> {
  const asked = access && wantsUserInfo(config, claims, access.server);
  const userInfo = asked ? await fetchUserInfo(client, access.server, access.accessToken, claims.sub) : undefined;
  const sources = userInfo ? [userInfo, claims] : [claims];
  return {
    id: readSubject(claims, config.claims?.id ?? 'sub'),
    issuer: claims.iss,
    ...readPerson(sources, config.claims, config),
    rawData: { ...claims, ...userInfo },
  };
}

function wantsUserInfo(config: ParsedOidcStandardConfig, claims: IdTokenClaims, server: Server): boolean {
  if (config.userInfo === 'never') return false;
  if (config.userInfo === 'always') return true;
  return server.userinfo_endpoint !== undefined && isIncomplete(config, claims);
}

/** Whether something that the scope asks for is not in the ID token. */
function isIncomplete(config: ParsedOidcStandardConfig, claims: IdTokenClaims): boolean {
  const { name, email, phone } = readPerson([claims], config.claims, config);
  const scopes = new Set(config.scope.split(' '));
  return (
    (scopes.has('profile') && name === undefined) ||
    (scopes.has('email') && email === undefined) ||
    (scopes.has('phone') && phone === undefined)
  );
}
