import type { Arguments } from '../arguments.ts';
import type { Environment } from '../configuration.ts';
import type { ProgressStream } from '../output/progress.ts';

/** What a command works with. */
export interface CommandContext extends Arguments {
  readonly environment: Environment;
  /** Results; one line at a time, without its line break. */
  readonly print: (line: string) => void;
  /** Everything else; texts of our own only. */
  readonly warn: (line: string) => void;
  readonly progress: ProgressStream;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** @returns the exit code */
export type Command = (context: CommandContext) => Promise<number>;
