import { ConnectorError } from '@jackfield/connector-kit';
import type { OAuthClient } from '@jackfield/oauth-kit';
import { readResource } from './api.ts';
import type { AllowedOrganization } from './config.ts';
import { organizationMembershipGuard, teamMembershipGuard } from './responses.ts';

/** Whose memberships are asked for, and where. */
export interface Member {
  readonly api: string;
  readonly accessToken: string;
  /** As GitHub has just told it. */
  readonly login: string;
}

/** `withheld`: GitHub does not say, which counts as no. */
type Verdict = 'member' | 'stranger' | 'withheld';

/**
 * Asks for the memberships in turn, until one of the allowed organizations has the person as an active member.
 *
 * @throws `authorization_failed` when none has
 */
export async function checkMembership(
  client: OAuthClient,
  member: Member,
  allowed: readonly AllowedOrganization[],
): Promise<void> {
  const verdicts = new Set<Verdict>();
  for (const rule of allowed) {
    const verdict = await judge(client, member, rule);
    if (verdict === 'member') return;
    verdicts.add(verdict);
  }
  throw new ConnectorError('authorization_failed', {
    hint: verdicts.has('withheld')
      ? 'GitHub does not tell whether the person is in an allowed organization. The app needs the scope read:org (a GitHub App: installation in the organization, with the permission "Members"), an approval by organizations that restrict apps, and the person a single sign-on session where the organization demands one.'
      : 'The person is not an active member of an allowed organization or team.',
  });
}

/** https://docs.github.com/en/rest/orgs/members#get-an-organization-membership-for-the-authenticated-user */
async function judge(
  client: OAuthClient,
  { api, accessToken, login }: Member,
  { organization, organizationId, teams }: AllowedOrganization,
): Promise<Verdict> {
  const url = `${api}/user/memberships/orgs/${encodeURIComponent(organization)}`;
  const membership = await readResource(client, accessToken, url, organizationMembershipGuard);
  if (!membership.isShown) return membership.status === 403 ? 'withheld' : 'stranger';
  const { state, role, organization: found } = membership.data;
  // A pending invitation is no membership yet, and a billing manager (a third role) never has one.
  if (state !== 'active' || (role !== 'member' && role !== 'admin')) return 'stranger';
  if (organizationId !== undefined && String(found.id) !== organizationId) return 'stranger';
  if (!teams) return 'member';
  const verdicts = new Set<Verdict>();
  for (const team of teams) {
    const path = ['orgs', organization, 'teams', team, 'memberships', login].map(encodeURIComponent).join('/');
    const teamMembership = await readResource(client, accessToken, `${api}/${path}`, teamMembershipGuard);
    if (teamMembership.isShown && teamMembership.data.state === 'active') return 'member';
    verdicts.add(!teamMembership.isShown && teamMembership.status === 403 ? 'withheld' : 'stranger');
  }
  return verdicts.has('withheld') ? 'withheld' : 'stranger';
}
