import type { SocialUserInfo } from '@jackfield/connector-kit';
import { fetchProfile, type OAuthClient, readPath, readPerson, readSubject } from '@jackfield/oauth-kit';
import type { ParsedOAuthStandardConfig } from './config.ts';

type Profile = Readonly<Record<string, unknown>>;

/**
 * Asks the provider who the access token stands for.
 *
 * @param issuer whose ids the people's are
 * @throws as `fetchProfile`, and `invalid_response` when the answer has no usable id
 */
export async function readUser(
  client: OAuthClient,
  config: ParsedOAuthStandardConfig,
  issuer: string,
  accessToken: string,
): Promise<SocialUserInfo> {
  const { endpoint: url, method, accessToken: place } = config.userInfo;
  const profile = await fetchProfile(client, accessToken, { url, method, ...(place && { accessToken: place }) });
  return {
    id: readSubject(profile, config.profile.id),
    issuer,
    ...readPerson([toClaims(profile, config.profile)], {}, config),
    rawData: profile,
  };
}

/** The profile under the names of OpenID Connect Core §5.1: what the configuration does not name is not there. */
function toClaims(profile: Profile, paths: ParsedOAuthStandardConfig['profile']): Profile {
  const read = (path: string | undefined) => (path === undefined ? undefined : readPath(profile, path));
  return {
    email: read(paths.email),
    email_verified: read(paths.emailVerified),
    phone_number: read(paths.phone),
    phone_number_verified: read(paths.phoneVerified),
    name: read(paths.name),
    picture: paths.avatar?.includes('{') ? fillAddress(paths.avatar, profile) : read(paths.avatar),
  };
}

/** An address whose paths in braces are replaced by what the profile has there; `undefined` when something is missing. */
function fillAddress(template: string, profile: Profile): string | undefined {
  let complete = true;
  const filled = template.replaceAll(/\{([^{}]+)\}/g, (_match, path: string) => {
    const value = readPath(profile, path);
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') return encodeURIComponent(value);
    complete = false;
    return '';
  });
  return complete ? filled : undefined;
}
