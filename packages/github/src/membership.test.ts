import type { GithubVariantName } from '@jackfield/connector-test-kit/github';
import { describe, expect, it } from 'vitest';
import type { GithubConfig } from './index.ts';
import { connectorTo, redirectUri, signIn, testGithub } from './testing/harness.ts';

type Rules = NonNullable<GithubConfig['allowedOrganizations']>;

const member = { organization: 'analytical-engines' };

async function enter(allowedOrganizations: Rules, options: { login?: string; use?: GithubVariantName[] } = {}) {
  const github = await testGithub();
  github.use(...(options.use ?? []));
  const connector = await connectorTo(github, { allowedOrganizations });
  return { github, result: await signIn(connector, github, options.login).catch((error: unknown) => error) };
}

const entered = { userInfo: expect.objectContaining({ id: '18151210' }) };
const refusedWith = (hint: string) => ({ code: 'authorization_failed', hint: expect.stringContaining(hint) });

describe('allowed organizations', () => {
  it.each<[string, Rules]>([
    ['a member', [member]],
    ['whatever the case of the name', [{ organization: 'Analytical-Engines' }]],
    ['by its number as well', [{ ...member, organizationId: '1837' }]],
    ['of a team', [{ ...member, teams: ['mechanics', 'programmers'] }]],
    ['of a later one in the list', [{ organization: 'difference-engines' }, member]],
  ])('let in %s', async (_, rules) => {
    expect((await enter(rules)).result).toMatchObject(entered);
  });

  it('are asked for in turn, no more than needed, with the scope for it', async () => {
    const { github } = await enter([{ ...member, teams: ['programmers'] }, { organization: 'difference-engines' }]);
    expect(github.calls).toMatchObject({ 'organization-membership': 1, 'team-membership': 1 });
    expect(github.requests[0]?.url.searchParams.get('scope')).toBe('user:email read:org');
  });

  it('do not ask for the scope twice', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github, { scope: 'user:email admin:org', allowedOrganizations: [member] });
    const url = new URL(await connector.getAuthorizationUri({ redirectUri }, () => {}));
    expect(url.searchParams.get('scope')).toBe('user:email admin:org');
  });

  it.each<[string, Rules, { login?: string; use?: GithubVariantName[] }]>([
    ['a stranger', [{ organization: 'difference-engines' }], {}],
    ['a person without any membership', [member], { login: 'mallory' }],
    ['an invitation that is still open', [member], { login: 'ghopper' }],
    ['an open invitation, by team', [{ ...member, teams: ['programmers'] }], { use: ['person/invited-only'] }],
    ['a billing manager', [member], { use: ['person/billing-manager'] }],
    ['an invitation to the team', [{ ...member, teams: ['programmers'] }], { use: ['organization/team-invitation'] }],
    ['a member of another team', [{ ...member, teams: ['mechanics'] }], {}],
    [
      'whoever took over the name of an organization',
      [{ ...member, organizationId: '1837' }],
      { use: ['person/of-another-organization'] },
    ],
    [
      'the same, by team',
      [{ ...member, organizationId: '1837', teams: ['programmers'] }],
      { use: ['person/of-another-organization'] },
    ],
  ])('attack: outside of the allow-list: %s', async (_, rules, options) => {
    expect((await enter(rules, options)).result).toMatchObject(refusedWith('not an active member'));
  });

  it.each<[GithubVariantName]>([['organization/app-not-approved'], ['organization/single-sign-on']])(
    'attack: a membership that GitHub does not tell counts as none: %s',
    async (variant) => {
      expect((await enter([member], { use: [variant] })).result).toMatchObject(refusedWith('does not tell'));
    },
  );

  it('attack: a scope from outside that leaves the allow-list unanswered', async () => {
    const github = await testGithub();
    const connector = await connectorTo(github, { allowedOrganizations: [member] });
    let session = {};
    const request = { redirectUri, scope: 'user:email' };
    const url = await connector.getAuthorizationUri(request, (stored) => {
      session = stored;
    });
    const callback = await github.callbackFor(url);
    await expect(connector.getUserInfo(callback, () => session)).rejects.toMatchObject(refusedWith('read:org'));
  });

  it.each<[GithubVariantName, string]>([
    ['organization-membership/status-503', 'provider_unavailable'],
    ['organization-membership/html', 'invalid_response'],
    ['organization-membership/null', 'invalid_response'],
    ['organization-membership/redirect-302', 'invalid_response'],
    ['organization-membership/status-401', 'social_invalid_access_token'],
    ['organization-membership/status-429', 'rate_limit_exceeded'],
  ])('attack: an answer about the membership that is none lets nobody in: %s', async (variant, code) => {
    const { github, result } = await enter([member], { use: [variant] });
    expect(result).toMatchObject({ code });
    expect(github.trap.requests).toEqual([]);
  });
});
