import type { SyncContext } from './context.ts';
import { reconcileUsers } from './reconcile-users.ts';

/** How often the users are compared until they stand still. */
const rounds = 5;

/** What is known of the users' number. */
export interface UsersComparison {
  /** `Total-Number` before and after the users were read or compared. */
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly unique: number;
  /** Whether nothing was seen that could hide that one user went while another one came. */
  readonly isStill: boolean;
  /** Whether they could be compared, if that was needed. */
  readonly isComparable: boolean;
  /** Users that the walk had missed, and users that are gone. */
  readonly added: number;
  readonly removed: number;
}

/** Whether these are all users, and no others. */
export function isProven({ before, after, unique, isStill, isComparable }: UsersComparison): boolean {
  return isStill && isComparable && before === unique && after === unique;
}

/**
 * Compares the number of users with the tenant's; when it differs, or users have come or gone meanwhile, finds out which
 * ones are missing or gone. The number alone does not tell when as many came as went; but who has come stands on the first
 * page, since the newest users come first.
 */
export async function compareUsers(context: SyncContext): Promise<UsersComparison> {
  const { api, writer } = context;
  const state = writer.cursor.users;
  const counts = { added: 0, removed: 0 };
  for (let round = 0; ; round += 1) {
    const { records, total: after } = await api.page('users', 1);
    const newcomers = writer.putResources('user', records);
    const isStill = newcomers === 0 && !state.fell && (after ?? 0) >= (state.lastTotal ?? 0);
    counts.added += newcomers;
    const result = { before: state.firstTotal, after, unique: writer.count('user'), isStill, isComparable: true };
    if (isProven({ ...result, ...counts }) || after === undefined || round === rounds) return { ...result, ...counts };
    const { isComplete, total, added, removed } = await reconcileUsers(context, !isStill);
    counts.added += added;
    counts.removed += removed;
    if (!isComplete) return { ...result, ...counts, unique: writer.count('user'), isComparable: false };
    Object.assign(state, { firstTotal: total, lastTotal: total, changed: false, fell: false });
    writer.checkpoint();
  }
}
