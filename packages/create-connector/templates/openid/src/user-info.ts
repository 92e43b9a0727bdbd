import type { SocialUserInfo } from '@jackfield/connector-kit';
import {
  fetchUserInfo,
  type IdTokenClaims,
  type OAuthClient,
  readPerson,
  readSubject,
  type Server,
} from '@jackfield/oauth-kit';
import { claimsGuard } from './responses.ts';

/**
 * The person of a validated ID token, completed from the userinfo endpoint where there is one.
 *
 * @param access absent when there is an ID token alone
 */
export async function readUser(
  client: OAuthClient,
  claims: IdTokenClaims,
  access: { server: Server; accessToken: string } | undefined,
): Promise<SocialUserInfo> {
  const userInfo =
    access?.server.userinfo_endpoint === undefined
      ? undefined
      : await fetchUserInfo(client, access.server, access.accessToken, claims.sub);
  const sources = userInfo ? [userInfo, claims] : [claims];
  return {
    id: readSubject(claims, 'sub'),
    issuer: claims.iss,
    ...readPerson(sources.map((source) => claimsGuard.parse(source))),
    rawData: { ...claims, ...userInfo },
  };
}
