import { wholeNumber } from '../arguments.ts';
import { exitCodes } from '../exit-codes.ts';
import { withHost } from '../host/with-host.ts';
import { instant } from '../output/instant.ts';
import { printAnswer, printList } from '../output/print.ts';
import { shortText } from '../output/safe-text.ts';
import type { Command } from './command.ts';

/** Checks the audit log. */
export const verifyAudit: Command = {
  name: 'audit verify',
  summary: 'check that no entry of the audit log was changed, removed or added by something else',
  operands: [],
  options: [],
  notes: ['Ends with 0 when it is intact, and with 3 when it is not.'],
  run: (context) =>
    withHost(
      context,
      async ({ audit }) => {
        const result = await audit.verify();
        printAnswer(
          context,
          result,
          result.intact
            ? [`The audit log is intact: ${result.entries} entries.`]
            : [
                `The audit log is broken at entry ${result.sequence}: ${result.hint}`,
                `${result.entries} entries before it are right.`,
              ],
        );
        return result.intact ? exitCodes.done : exitCodes.found;
      },
      { withoutConnectors: true },
    ),
};

/** Lists the audit log. */
export const listAudit: Command = {
  name: 'audit list',
  summary: 'list the newest entries of the audit log: who changed what, and when',
  operands: [],
  options: ['limit'],
  run: (context) =>
    withHost(
      context,
      async ({ audit }) => {
        const limit = wholeNumber(context.options.limit ?? '50', '--limit');
        printList(context, await audit.list({ limit }), {
          entry: ({ sequence }) => String(sequence),
          at: ({ at }) => instant(at),
          actor: ({ actor }) => actor,
          action: ({ action }) => action,
          subject: ({ subject }) => subject,
          details: ({ details }) => shortText(JSON.stringify(details)),
        });
        return 0;
      },
      { withoutConnectors: true },
    ),
};
