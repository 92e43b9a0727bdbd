import { z } from 'zod';
import { LogtoRefusal } from '../tenant/refusal.ts';

const ids = z.array(z.string().min(1));
const text = z.string().nullable().optional();
const anything = z.record(z.string(), z.unknown()).optional();

export const userBody = z.object({
  username: text,
  primaryEmail: text,
  primaryPhone: text,
  name: text,
  avatar: text,
  customData: anything,
});

export const suspensionBody = z.object({ isSuspended: z.boolean() });

export const organizationBody = z.object({
  name: z.string().min(1).max(128),
  description: text,
  customData: anything,
  isMfaRequired: z.boolean().optional(),
});

export const membersBody = z.object({ userIds: ids.min(1) });

export const assignmentBody = z.object({ userIds: ids.min(1), organizationRoleIds: ids.min(1) });

export const rolesBody = z.object({ organizationRoleIds: ids.default([]) });

/** @throws LogtoRefusal 400 `guard.invalid_input` */
export function parseBody<Guard extends z.ZodType>(guard: Guard, body: string): z.output<Guard> {
  const parsed = guard.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  throw new LogtoRefusal(400, 'guard.invalid_input', 'The request body is invalid.');
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
