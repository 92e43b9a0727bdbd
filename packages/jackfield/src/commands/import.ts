import { withHost } from '../host/with-host.ts';
import { confirm } from '../input/confirm.ts';
import { readConfig } from '../input/read-config.ts';
import { printAnswer } from '../output/print.ts';
import { safeText } from '../output/safe-text.ts';
import { actor } from './actor.ts';
import type { Command } from './command.ts';

/** Adds and changes connectors as a file says. */
export const importConnectors: Command = {
  name: 'import',
  summary: 'add and change connectors as an exported file says, all of them or none',
  operands: [{ name: 'file' }],
  options: ['dry-run', 'remove-others', 'secrets', 'yes'],
  notes: [
    'A dash reads the standard input. Secrets are read from where the file says: env:JACKFIELD_SECRET_… or file:….',
    'With --dry-run nothing is changed.',
  ],
  run: (context) =>
    withHost(
      context,
      async ({ transfer }) => {
        const file = await readConfig(context.operands[0] ?? '', context);
        const { 'dry-run': dryRun = false, 'remove-others': removeOthers = false } = context.options;
        if (!dryRun) {
          const others = removeOthers ? ' Connectors that are not in the file are removed.' : '';
          await confirm(context, `This changes connectors as the file says.${others}`);
        }
        const result = await transfer.import(file, { dryRun, removeOthers }, actor);
        printAnswer(context, result, [
          ...result.changes.map(({ action, connectorId, id, fields }) =>
            safeText(`${action.padEnd(10)}${connectorId}, ${id}${fields.length > 0 ? `: ${fields.join(', ')}` : ''}`),
          ),
          result.applied ? 'Done.' : 'Nothing was changed.',
        ]);
        return 0;
      },
      { mayCreate: true },
    ),
};
