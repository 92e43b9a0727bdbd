import { exitCodes } from '../exit-codes.ts';
import { withHost } from '../host/with-host.ts';
import { confirm } from '../input/confirm.ts';
import { printAnswer } from '../output/print.ts';
import { safeText } from '../output/safe-text.ts';
import { actor } from './actor.ts';
import type { Command } from './command.ts';

/** Seals everything with a new key. */
export const rotateKeys: Command = {
  name: 'keys rotate',
  summary: 'seal everything with a new key, and drop the old ones; it may be interrupted and run again',
  operands: [],
  options: ['yes'],
  notes: ['Back the old key up first, if backups of the database are to stay readable.'],
  run: (context) =>
    withHost(context, async ({ rotateKeys: rotate }) => {
      await confirm(context, 'Backups of the database that were made before need the old key: keep a copy of it.');
      const result = await rotate({ actor });
      const { keyId, resealed, unreadable, audit, hint } = result;
      printAnswer(context, result, [
        `Sealed ${resealed} values with the key ${keyId}.`,
        ...unreadable.map((row) => safeText(`Cannot be opened: ${row.table} ${row.key}`)),
        ...(audit.intact ? [] : [`The audit log is broken at entry ${audit.sequence}: ${audit.hint}`]),
        hint,
      ]);
      return unreadable.length === 0 && audit.intact ? exitCodes.done : exitCodes.found;
    }),
};
