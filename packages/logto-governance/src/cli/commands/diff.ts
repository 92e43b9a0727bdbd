import type { Change } from '../../store/diff.ts';
import type { Snapshots } from '../../store/snapshots.ts';
import { wholeNumber } from '../arguments.ts';
import { UsageError } from '../usage-error.ts';
import type { CommandContext } from './command.ts';
import { reference, show, withSnapshots } from './read.ts';

/** `diff [from] [to]`: what changed between two snapshots. */
export function diff(context: CommandContext): Promise<number> {
  const { options } = context;
  return withSnapshots(context, (snapshots) => {
    const [from, to] = chosen(context, snapshots);
    const changes = snapshots.diff(from, to, { allFields: options['all-fields'], allowUnsealed: options.unsealed });
    show(context, changes, ['change', 'what', 'name or principal', 'fields'], toRow);
  });
}

/** Without operands: the last two sealed ones of the last one's tenant; with one: from that to the last sealed one. */
function chosen({ operands }: CommandContext, snapshots: Snapshots): [number, number] {
  const [from, to] = operands.map((operand) => wholeNumber(operand, 'The number of a snapshot'));
  const sealed = snapshots.list().filter(({ state }) => state === 'Connected');
  const last = to ?? sealed[0]?.id;
  const before = from ?? sealed.find(({ id, tenant }) => id !== last && tenant === sealed[0]?.tenant)?.id;
  if (last !== undefined && before !== undefined) return [before, last];
  throw new UsageError('There are no two sealed snapshots of the same tenant to compare. Name two, or sync again.');
}

function toRow(change: Change): string[] {
  if (change.kind === 'grant') return [change.change, change.grant.entitlement, reference(change.grant.principal), ''];
  const fields = change.change === 'modified' ? change.fields.join(', ') : '';
  return [change.change, reference(change.resource), change.resource.displayName, fields];
}
