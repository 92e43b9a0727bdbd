import type { GovernanceConnector, SyncResult } from '@jackfield/connector-kit';
import type { LiveConnector } from '@jackfield/connector-host';
import { exitCodes } from '../../exit-codes.ts';
import { withHost } from '../../host/with-host.ts';
import { printAnswer } from '../../output/print.ts';
import { createProgressDisplay } from '../../output/progress.ts';
import { safeText } from '../../output/safe-text.ts';
import { UsageError } from '../../usage-error.ts';
import type { Command } from '../command.ts';
import { findGovernance, snapshotDatabase } from './snapshot-database.ts';

/** Takes a snapshot. */
export const syncGovernance: Command = {
  name: 'governance sync',
  summary: 'take a snapshot of who has access to what, or go on with the one that was interrupted',
  operands: [{ name: 'connector' }],
  options: ['quiet'],
  notes: ['Ends with 0 when the snapshot is sealed, and with 3 when it is not.'],
  run: (context) =>
    withHost(context, async (host) => {
      const { id } = await findGovernance(host, context);
      const live = await host.connectors.use(id);
      if (!isGovernance(live)) throw new UsageError('This connector reads no access.');
      const display = context.options.quiet ? undefined : createProgressDisplay(context.progress);
      try {
        const result = await live.instance.sync({
          database: snapshotDatabase(host, id),
          signal: context.signal,
          ...(display && { onProgress: (progress) => display.update(progress) }),
        });
        display?.end();
        printAnswer(context, result, linesOf(result));
        return codes[result.state];
      } catch (error) {
        display?.end();
        throw error;
      }
    }),
};

const codes = { Connected: exitCodes.done, Incomplete: exitCodes.found, Syncing: exitCodes.failed } as const;

function isGovernance(live: LiveConnector): live is LiveConnector<GovernanceConnector> {
  return live.instance.type === 'Governance' && 'sync' in live.instance && typeof live.instance.sync === 'function';
}

function linesOf({ snapshot, state, resumed, counts, problems, notes, requests }: SyncResult): readonly string[] {
  if (state === 'Syncing') return ['Stopped. Everything that was read is kept: run it again to go on.'];
  const numbers = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return [
    `Snapshot ${snapshot}: ${state}${resumed ? ', resumed' : ''}, ${requests} requests`,
    `  ${numbers.join(', ')}`,
    ...problems.map(({ invariant, detail }) => `  not sealed: ${detail} [${invariant}]`),
    ...notes.map((note) => `  note: ${note}`),
  ].map(safeText);
}
