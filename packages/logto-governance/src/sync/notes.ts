import type { SnapshotWriter } from '../store/snapshot-writer.ts';
import type { Verification } from './verification.ts';

/** What this package reads of each type besides the id. */
const fields = {
  user: ['name', 'username', 'primaryEmail', 'primaryPhone', 'isSuspended', 'createdAt'],
  organization: ['name', 'createdAt'],
  'organization-role': ['name', 'type'],
} as const;

/** What a reader of the snapshot should know, and what does not make it less true. */
export function syncNotes(writer: SnapshotWriter, { users }: Verification): string[] {
  const notes: string[] = [];
  if (writer.count('organization') === 0) notes.push('The tenant has no organizations: users only.');
  if (users.added > 0) notes.push(`${users.added} users were missed by the list and found by searching for ids.`);
  if (users.removed > 0) notes.push(`${users.removed} users were deleted meanwhile.`);
  return [...notes, ...missingFields(writer)];
}

/** A field that is missing is not the same as one that is null: nobody knows what it would have said. */
function missingFields(writer: SnapshotWriter): string[] {
  return Object.entries(fields).flatMap(([type, names]) =>
    names.flatMap((name) => {
      const sql = `select count(*) as count from resource
                   where snapshot = ? and type = ? and json_type(data, ?) is null`;
      const number = Number(writer.read(sql, type, `$.${name}`)[0]?.count);
      return number === 0 ? [] : [`${number} records of type ${type} came without the field ${name}.`];
    }),
  );
}
