import { ConnectorError } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { RawRecord } from '../api/management-api.ts';
import { newWalk } from '../store/cursor.ts';
import type { Member } from '../store/snapshot-writer.ts';
import type { SyncContext } from './context.ts';
import { inParallel } from './in-parallel.ts';
import { isWhole, walk } from './walk.ts';

/** How often the members of an organization are read until the list agrees with itself. */
const tries = 3;

/** The roles that a member's record names. A member without this field is not one without roles. */
const rolesGuard = z.array(z.looseObject({ id: z.string().regex(/^[\w-]{1,128}$/) }));

/** Reads the members of organizations, with their roles, in place of what is known of them. */
export async function readMembers(context: SyncContext, organizations: Iterable<string>): Promise<void> {
  const { writer, report } = context;
  const total = writer.count('organization');
  let done = writer.countDrained();
  await inParallel(organizations, context, async (organization) => {
    try {
      await readOrganizationMembers(context, organization);
    } catch (error) {
      // Logto answers 200 and nobody for an organization that is gone. Should it say 404 one day: if the organization is
      // gone indeed, the verification removes it.
      if (!ConnectorError.isInstance(error) || error.cause?.status !== 404) throw error;
      writer.markDrained(organization, 'not-found');
    }
    done += 1;
    report({ phase: 'members', done, total });
    writer.checkpoint();
  });
}

async function readOrganizationMembers(context: SyncContext, organization: string): Promise<void> {
  const { api, writer } = context;
  for (let attempt = 1; ; attempt += 1) {
    const users = new Set<string>();
    let withoutRoles = 0;
    const keep = (records: readonly RawRecord[]): number => {
      const before = users.size;
      const members = records.map(toMember);
      for (const { user } of members) users.add(user);
      withoutRoles += members.filter(({ roles }) => roles === undefined).length;
      writer.putMembers(
        organization,
        members.map(({ user, roles = [] }): Member => ({ user, roles })),
      );
      return users.size - before;
    };
    const state = newWalk();
    writer.removeMembers(organization);
    await walk({ read: (page) => api.page(`organizations/${organization}/users`, page), keep }, state, context);
    const whole = isWhole(state, users.size);
    if (!whole && attempt < tries) continue;
    const fault = withoutRoles > 0 ? 'without-roles' : whole ? undefined : 'total';
    return writer.markDrained(organization, fault);
  }
}

function toMember({ id, organizationRoles }: RawRecord): { user: string; roles: string[] | undefined } {
  const { data } = rolesGuard.safeParse(organizationRoles);
  return { user: id, roles: data && [...new Set(data.map((role) => role.id))] };
}
