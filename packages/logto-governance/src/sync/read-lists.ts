import { newWalk } from '../store/cursor.ts';
import type { LogtoResourceType } from '../store/snapshot-writer.ts';
import type { SyncContext } from './context.ts';
import { isWhole, type PagedList, walk } from './walk.ts';

/** A list that was read to its end. */
export interface ReadList {
  readonly ids: ReadonlySet<string>;
  /** Whether this is all of it, as far as the list itself tells. */
  readonly isWhole: boolean;
}

/** Reads all users, or those that an earlier run has not read. They come in no order: some twice, some never. */
export async function readUsers(context: SyncContext): Promise<void> {
  const { api, writer, report } = context;
  let done = writer.count('user');
  const list: PagedList = {
    read: (page) => api.page('users', page),
    keep: (records) => {
      const added = writer.putResources('user', records);
      done += added;
      return added;
    },
    onDrained: ({ lastTotal }) => {
      report({ phase: 'users', done, ...(lastTotal !== undefined && { total: lastTotal }) });
      writer.checkpoint();
    },
  };
  await walk(list, writer.cursor.users, context);
}

/** Reads all organizations. They come in no order, and one that is edited meanwhile may be missing. */
export function readOrganizations(context: SyncContext): Promise<ReadList> {
  return readList(context, 'organization', 'organizations');
}

export function readRoles(context: SyncContext): Promise<ReadList> {
  return readList(context, 'organization-role', 'organization-roles');
}

async function readList(context: SyncContext, type: LogtoResourceType, path: string): Promise<ReadList> {
  const { api, writer, report } = context;
  const ids = new Set<string>();
  const state = newWalk();
  const list: PagedList = {
    read: (page) => api.page(path, page),
    keep: (records) => {
      const before = ids.size;
      for (const { id } of records) ids.add(id);
      writer.putResources(type, records);
      return ids.size - before;
    },
    onDrained: ({ lastTotal }) =>
      report({ phase: path, done: ids.size, ...(lastTotal !== undefined && { total: lastTotal }) }),
  };
  await walk(list, state, context);
  return { ids, isWhole: isWhole(state, ids.size) };
}
