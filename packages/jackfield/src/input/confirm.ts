import type { CommandContext } from '../commands/command.ts';
import { UsageError } from '../usage-error.ts';
import { Interrupted } from './terminal.ts';

/**
 * Asks before something is done that cannot be undone.
 *
 * @param what will be done, as a sentence
 * @throws {Interrupted} when the answer is no; UsageError when nobody can be asked, and `--yes` was not given
 */
export async function confirm({ options, terminal }: CommandContext, what: string): Promise<void> {
  if (options.yes) return;
  if (!terminal) throw new UsageError(`${what} Nobody can be asked here: say so with --yes.`);
  const answer = await terminal.ask(`${what} Go on? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) throw new Interrupted();
}
