import type { Write } from '../database/database.ts';
import { violatedUnique } from '../database/failures.ts';
import type { ConnectorTable } from '../database/tables.ts';
import { HostError } from '../host-error.ts';

/** What the rules ask about. */
type DraftColumns = Pick<ConnectorTable, 'id' | 'connector_id' | 'type' | 'target' | 'platform' | 'is_standard'>;

/**
 * Says which rule is in the way of a new connector; the indexes alone would name whichever they meet first.
 *
 * @throws `id_taken`, `instance_exists`, `target_taken`
 */
export async function checkFree(tx: Write, draft: DraftColumns): Promise<void> {
  const sameId = await tx.selectFrom('connectors').select('id').where('id', '=', draft.id).executeTakeFirst();
  if (sameId) throw new HostError('id_taken', { hint: 'Leave the id out, or choose another one.' });
  if (draft.type !== 'Social') return;
  const rivals = await tx
    .selectFrom('connectors')
    .select(['connector_id', 'target', 'platform'])
    .where('type', '=', 'Social')
    .where((eb) =>
      eb.or([
        eb('connector_id', '=', draft.connector_id),
        eb.and([eb('target', '=', draft.target), eb('platform', '=', draft.platform)]),
      ]),
    )
    .execute();
  if (draft.is_standard === 0 && rivals.some((rival) => rival.connector_id === draft.connector_id))
    throw instanceExists();
  if (rivals.some((rival) => rival.target === draft.target && rival.platform === draft.platform)) throw targetTaken();
}

function instanceExists(): HostError {
  return new HostError('instance_exists', { hint: 'Change the one that is there, or remove it first.' });
}

function targetTaken(): HostError {
  return new HostError('target_taken', { hint: 'Choose another target, or remove the other connector first.' });
}

/**
 * Does `work`, and says which rule the indexes found broken: by a writer that did not wait, such as an older version of the
 * program.
 *
 * @throws `id_taken`, `instance_exists`, `target_taken`, `database_busy`
 */
export async function withRules<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const violated = violatedUnique(error);
    if (violated === undefined) throw error;
    if (/one_instance|\.connector_id/.test(violated)) throw instanceExists();
    if (/one_target|\.target/.test(violated)) throw targetTaken();
    if (/_pkey|\.id\b/.test(violated)) throw new HostError('id_taken', { hint: 'Choose another id.' });
    throw new HostError('database_busy', {
      hint: 'Somebody else changed the connectors at the same moment. Try again.',
    });
  }
}
