import { ConnectorError, type SyncProgress, type SyncResult } from '@jackfield/connector-kit';
import { wholeNumber } from '../arguments.ts';
import { databasePath } from '../configuration.ts';
import { withConnector } from '../connect.ts';
import { createProgressDisplay, type ProgressDisplay } from '../output/progress.ts';
import { safeJson, safeText } from '../output/safe-text.ts';
import { openRunLog, type RunLog } from '../run-log.ts';
import type { CommandContext } from './command.ts';

/** `sync`: takes a snapshot, with progress and a log. */
export async function sync(context: CommandContext): Promise<number> {
  const { options, environment, signal } = context;
  const database = databasePath(options, environment);
  const keep = wholeNumber(options.keep, '--keep');
  return withConnector(context, async (connector) => {
    const log = openRunLog(options.log ?? `${database}.log`);
    const display = options.quiet ? undefined : createProgressDisplay(context.progress);
    try {
      log.write('started');
      const result = await connector.sync({ database, keep, signal, onProgress: reporter(log, display) });
      log.write('ended', { ...result });
      display?.end();
      report(context, result);
      return exitCodes[result.state];
    } catch (error) {
      log.write('failed', ConnectorError.isInstance(error) ? { code: error.code, hint: error.hint } : {});
      display?.end();
      throw error;
    } finally {
      log.close();
    }
  });
}

/** When it was stopped, the signal decides on the exit code. */
const exitCodes = { Connected: 0, Incomplete: 3, Syncing: 1 } as const;

/** Each phase and each pause goes into the log, everything to the display. */
function reporter(log: RunLog, display: ProgressDisplay | undefined): (progress: SyncProgress) => void {
  let phase: string | undefined;
  return (progress) => {
    if (progress.pausedFor !== undefined) log.write('paused', { ...progress });
    else if (progress.phase !== phase) log.write('phase', { ...progress });
    phase = progress.phase;
    display?.update(progress);
  };
}

function report({ options, print, warn }: CommandContext, result: SyncResult): void {
  if (options.json) return print(safeJson(result));
  const { snapshot, state, resumed, counts, problems, notes, requests } = result;
  const numbers = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  print(`Snapshot ${snapshot}: ${state}${resumed ? ', resumed' : ''}, ${requests} requests`);
  if (state === 'Syncing') return warn('Stopped. Everything that was read is kept: run sync again to go on.');
  print(`  ${numbers.join(', ')}`);
  for (const { invariant, detail } of problems) print(`  not sealed: ${safeText(detail)} [${invariant}]`);
  for (const note of notes) print(`  note: ${safeText(note)}`);
}
