import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { apiError } from './api.ts';
import { emailsOf, organizationMembership, publicUser, teamMembership } from './documents.ts';
import { demoGithubPeople } from './people.ts';

const schemaGuard = z.record(z.string(), z.unknown());
const extract = z
  .object({
    source: z.literal('@octokit/openapi'),
    version: z.string(),
    operations: z.record(z.string(), z.object({ path: z.string(), status: z.int(), schema: schemaGuard.optional() })),
    error: schemaGuard,
    schemas: z.record(z.string(), schemaGuard),
  })
  .parse(JSON.parse(await readFile(new URL('./openapi-extract.json', import.meta.url), 'utf8')));

/** A guard for one schema of GitHub's description (OpenAPI 3.0), in the form that zod reads. */
function guardFor(schema: Readonly<Record<string, unknown>> | undefined): z.ZodType {
  const document = { ...schema, definitions: extract.schemas };
  const text = JSON.stringify(document).replaceAll('#/components/schemas/', '#/definitions/');
  return z.fromJSONSchema(asDraft7(JSON.parse(text)) as never, { defaultTarget: 'draft-7' });
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a union with `null`. */
function asDraft7(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asDraft7);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, discriminator: _, ...rest } = value as Record<string, unknown>;
  const schema = Object.fromEntries(Object.entries(rest).map(([key, child]) => [key, asDraft7(child)]));
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

const schemaOf = (operation: string) => guardFor(extract.operations[operation]?.schema);
const api = 'https://api.github.com';

describe(`the description of ${extract.source} ${extract.version}`, () => {
  it.each(demoGithubPeople.map((person) => [person.login, person] as const))('fits what is said of %s', (_, person) => {
    schemaOf('users/get-authenticated').parse(publicUser(person, api));
    schemaOf('users/list-emails-for-authenticated-user').parse(emailsOf(person));
    for (const membership of person.memberships) {
      schemaOf('orgs/get-membership-for-authenticated-user').parse(organizationMembership(person, membership, api));
      schemaOf('teams/get-membership-for-user-in-org').parse(teamMembership(person, membership, api));
    }
  });

  it('fits how the API says no', () => {
    guardFor(extract.error).parse(JSON.parse(apiError(404, 'Not Found').body));
  });

  it('would notice a field that is missing or wrong', () => {
    const [person] = demoGithubPeople;
    const { id: _, ...anonymous } = publicUser(person, api);
    expect(schemaOf('users/get-authenticated').safeParse(anonymous).success).toBe(false);
    expect(schemaOf('users/list-emails-for-authenticated-user').safeParse([{ email: 1 }]).success).toBe(false);
    const membership = { ...organizationMembership(person, person.memberships[0], api), state: 'maybe' };
    expect(schemaOf('orgs/get-membership-for-authenticated-user').safeParse(membership).success).toBe(false);
  });
});
