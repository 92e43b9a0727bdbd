import type { SocialUserInfo, TokenResponse } from '@jackfield/connector-kit';
import {
  fetchUserInfo,
  type OAuthClient,
  type Person,
  readPerson,
  readSubject,
  type Server,
} from '@jackfield/oauth-kit';
import type { ParsedGoogleConfig } from './config.ts';
import { checkHostedDomain, hostedDomainOf } from './hosted-domain.ts';
import { googleIssuer } from './settings.ts';

type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** What is there to complete a person from, after a sign-in by code. */
interface Access {
  readonly server: Server;
  readonly tokens: TokenResponse;
}

/**
 * The person of a validated ID token. Google puts everything that the scope asks for into it; userinfo is asked only where
 * that is missing after all.
 *
 * @throws `authorization_failed` for a person of another organisation than the configured ones; what userinfo throws
 */
export async function readUser(
  client: OAuthClient,
  config: ParsedGoogleConfig,
  claims: Claims,
  access?: Access,
): Promise<SocialUserInfo> {
  checkHostedDomain(config.hostedDomains, claims);
  const userInfo =
    access && isIncomplete(claims, access.tokens.scope ?? config.scope)
      ? await fetchUserInfo(client, access.server, access.tokens.access_token, claims.sub)
      : undefined;
  const person = readPerson(userInfo ? [claims, userInfo] : [claims]);
  return {
    id: readSubject(claims, 'sub'),
    issuer: googleIssuer,
    ...(config.authoritativeEmailOnly ? withAuthoritativeEmail(person, claims) : person),
    rawData: { ...userInfo, ...claims },
  };
}

/** Google grants `email` and `profile` under their full names. */
function isIncomplete(claims: Claims, scope: string): boolean {
  if (claims.email !== undefined && claims.name !== undefined) return false;
  const scopes = new Set(scope.split(' ').map((name) => name.replace('https://www.googleapis.com/auth/userinfo.', '')));
  return (scopes.has('email') && claims.email === undefined) || (scopes.has('profile') && claims.name === undefined);
}

/**
 * https://developers.google.com/identity/gsi/web/guides/verify-google-id-token: Google is the authority for `@gmail.com`,
 * and for the verified addresses of accounts with `hd`. Both must stand in the ID token.
 */
function withAuthoritativeEmail({ email, ...others }: Person, claims: Claims): Person {
  if (email === undefined) return others;
  const isAuthoritative =
    email === claims.email && (/@gmail\.com$/i.test(email) || hostedDomainOf(claims) !== undefined);
  return { ...others, ...(isAuthoritative ? { email } : { unverifiedEmail: email }) };
}
