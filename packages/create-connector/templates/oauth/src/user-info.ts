import type { SocialUserInfo } from '@jackfield/connector-kit';
import { fetchProfile, type OAuthClient, readPerson, readSubject } from '@jackfield/oauth-kit';
import { profileGuard } from './responses.ts';

/**
 * Asks Specimen who the access token stands for.
 *
 * @param url of the profile
 * @param issuer whose ids the people's are
 * @throws as `fetchProfile`, and `invalid_response` when the answer has no usable id
 */
export async function readUser(
  client: OAuthClient,
  url: string,
  issuer: string,
  accessToken: string,
): Promise<SocialUserInfo> {
  const profile = await fetchProfile(client, accessToken, { url });
  const { name, picture, email, email_verified } = profileGuard.parse(profile);
  return {
    id: readSubject(profile, 'id'),
    issuer,
    ...readPerson([{ name, picture, email, email_verified }]),
    rawData: profile,
  };
}
