import { closeSync, openSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { withHost } from '../host/with-host.ts';
import { safeText } from '../output/safe-text.ts';
import type { Command, CommandContext } from './command.ts';

/** Writes every connector into one file. */
export const exportConnectors: Command = {
  name: 'export',
  summary: 'write every connector as one JSON file, with references in the place of secrets',
  operands: [],
  options: ['file'],
  notes: ['Each secret becomes env:NAME: import reads it from there.'],
  run: (context) =>
    withHost(context, async ({ transfer }) => {
      const exported = await transfer.export();
      const text = JSON.stringify(exported, null, context.options.json ? 0 : 2);
      write(context, text);
      for (const { id, connectorId, code } of exported.omitted) {
        context.warn(safeText(`Left out, since it cannot be read: ${connectorId}, ${id} (${code}).`));
      }
      const unknown = exported.references.filter(({ isKnown }) => !isKnown);
      if (unknown.length > 0 && !context.options.json) {
        context.warn('Where it is imported, set these variables to the secrets:');
        for (const { connector, path, reference } of unknown) {
          context.warn(safeText(`  ${reference.replace(/^env:/, '')}  (${path} of ${connector})`));
        }
      }
      return 0;
    }),
};

/** A file that only its owner can read: it holds no secrets, but says where they are. */
function write({ options, folder, print }: CommandContext, text: string): void {
  if (options.file === undefined) return print(text);
  const file = openSync(resolve(folder, options.file), 'w', 0o600);
  try {
    writeSync(file, `${text}\n`);
  } finally {
    closeSync(file);
  }
}
