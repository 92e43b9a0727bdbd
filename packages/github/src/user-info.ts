import { ConnectorError, type SocialUserInfo, type TokenResponse } from '@jackfield/connector-kit';
import { type OAuthClient, readPerson, readSubject } from '@jackfield/oauth-kit';
import { readResource } from './api.ts';
import type { AllowedOrganization } from './config.ts';
import type { GithubEndpoints } from './endpoints.ts';
import { checkMembership } from './membership.ts';
import { emailsGuard, type GithubEmails, type GithubUser, userGuard } from './responses.ts';

/**
 * The person behind an access token: profile and addresses are read at the same time, then, where the configuration asks
 * for it, memberships.
 *
 * @throws `authorization_failed` for a person who is in none of the allowed organizations
 */
export async function readUser(
  client: OAuthClient,
  { issuer, api }: GithubEndpoints,
  tokens: TokenResponse,
  allowed: readonly AllowedOrganization[] | undefined,
): Promise<SocialUserInfo> {
  const accessToken = tokens.access_token;
  const [user, emails] = await Promise.all([
    readProfile(client, api, accessToken),
    mayReadEmails(tokens) ? readEmails(client, api, accessToken) : undefined,
  ]);
  if (allowed) await checkMembership(client, { api, accessToken, login: user.login }, allowed);
  return {
    id: readSubject(user, 'id'),
    issuer,
    ...readPerson([
      { name: user.name, picture: user.avatar_url },
      { name: user.login },
      ...addressesOf(user, emails ?? []),
    ]),
    rawData: { user, ...(emails && { emails }) },
  };
}

async function readProfile(client: OAuthClient, api: string, accessToken: string): Promise<GithubUser> {
  const url = `${api}/user`;
  const profile = await readResource(client, accessToken, url, userGuard);
  if (profile.isShown) return profile.data;
  const { status } = profile;
  throw new ConnectorError(status === 403 ? 'social_invalid_access_token' : 'invalid_response', {
    hint:
      status === 403
        ? 'GitHub does not let this access token read whose it is. Start the sign-in again.'
        : "GitHub's API is not where it is expected (404). Check enterpriseUrl.",
    cause: { status, origin: new URL(url).origin },
  });
}

/**
 * Whether it is worth asking. An OAuth App's token names its scopes (with commas); that of a GitHub App names none, for it
 * has permissions instead, which it does not tell.
 */
function mayReadEmails({ scope = '' }: TokenResponse): boolean {
  const scopes = scope.split(/[ ,]+/).filter((name) => name !== '');
  return scopes.length === 0 || scopes.includes('user') || scopes.includes('user:email');
}

/** 403: a GitHub App without the permission "Email addresses". 404: an OAuth App without the scope. Neither is fatal. */
async function readEmails(client: OAuthClient, api: string, accessToken: string): Promise<GithubEmails | undefined> {
  // More than the 30 of a page by default, or the primary address of someone with many could be missed.
  const emails = await readResource(client, accessToken, `${api}/user/emails?per_page=100`, emailsGuard);
  return emails.isShown ? emails.data : undefined;
}

/**
 * The primary address with its own mark. The address on the profile says nothing of being verified, and no mark of another
 * address speaks for it.
 */
function addressesOf(user: GithubUser, emails: GithubEmails): Record<string, unknown>[] {
  const primary = emails.filter((entry) => entry.primary === true);
  return primary.length > 0
    ? primary.map(({ email, verified }) => ({ email, email_verified: verified === true }))
    : [{ email: user.email }];
}
