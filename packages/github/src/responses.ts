import * as z from 'zod';

/** A number of GitHub's, with all its digits: beyond 2^53 the parser has kept it as text. */
const numberGuard = z.union([z.int().positive(), z.string().regex(/^[1-9]\d{0,29}$/)]);

/** Part of an address, so that nothing may break out of it. */
const loginGuard = z.string().regex(/^[\w-]{1,255}(?:\[bot\])?$/);

/** `GET /user`. https://docs.github.com/en/rest/users/users#get-the-authenticated-user */
export const userGuard = z.looseObject({ id: numberGuard, login: loginGuard });

/** `GET /user/emails`; whether `primary` and `verified` are `true` is judged by who reads it. */
export const emailsGuard = z.array(
  z.looseObject({ email: z.string(), primary: z.unknown().optional(), verified: z.unknown().optional() }),
);

/** `GET /user/memberships/orgs/{org}`. */
export const organizationMembershipGuard = z.object({
  state: z.string(),
  role: z.string(),
  organization: z.object({ id: numberGuard }),
});

/** `GET /orgs/{org}/teams/{team_slug}/memberships/{username}`. */
export const teamMembershipGuard = z.object({ state: z.string() });

/** What the API says beside a status of 400 and above. */
export const errorGuard = z.object({ message: z.string() });

export type GithubUser = z.infer<typeof userGuard>;
export type GithubEmails = z.infer<typeof emailsGuard>;
