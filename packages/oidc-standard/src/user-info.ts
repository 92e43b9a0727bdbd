import type { SocialUserInfo } from '@jackfield/connector-kit';
import {
  fetchUserInfo,
  type IdTokenClaims,
  type OAuthClient,
  type Person,
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
  const known = readPerson([claims], config.claims, config);
  const asked = access && wantsUserInfo(config, known, access.server);
  const userInfo = asked ? await fetchUserInfo(client, access.server, access.accessToken, claims.sub) : undefined;
  return {
    id: readSubject(claims, config.claims?.id ?? 'sub'),
    issuer: claims.iss,
    ...(userInfo === undefined ? known : readPerson([userInfo, claims], config.claims, config)),
    rawData: { ...claims, ...userInfo },
  };
}

function wantsUserInfo(config: ParsedOidcStandardConfig, known: Person, server: Server): boolean {
  if (config.userInfo === 'never') return false;
  if (config.userInfo === 'always') return true;
  return server.userinfo_endpoint !== undefined && isIncomplete(config, known);
}

/** Whether something that the scope asks for is not in the ID token. */
function isIncomplete({ scope }: ParsedOidcStandardConfig, { name, email, phone }: Person): boolean {
  const scopes = scope.split(' ');
  return (
    (name === undefined && scopes.includes('profile')) ||
    (email === undefined && scopes.includes('email')) ||
    (phone === undefined && scopes.includes('phone'))
  );
}
