import type { Readable } from 'node:stream';
import type { Arguments, Options } from '../arguments.ts';
import type { PrepareSite } from '../host/site.ts';
import type { Terminal } from '../input/terminal.ts';
import type { OptionName } from '../options.ts';
import type { ProgressStream } from '../output/progress.ts';
import type { Style } from '../output/style.ts';
import type { Environment } from '../settings/environment.ts';

/** What the command gets from outside. */
export interface Surroundings {
  readonly environment: Environment;
  /** Working folder. */
  readonly folder: string;
  /** Results; one line at a time, without its line break. */
  readonly print: (line: string) => void;
  /** Everything else; texts of our own only. */
  readonly warn: (line: string) => void;
  readonly input: Readable;
  /** Absent: nobody can be asked. */
  readonly terminal: Terminal | undefined;
  readonly progress: ProgressStream;
  readonly style: Style;
  /** Aborted when the process is asked to end. */
  readonly signal: AbortSignal;
  /** What `start` puts around the host. */
  readonly prepareSite?: PrepareSite;
}

/** What a command works with. */
export interface CommandContext extends Surroundings {
  readonly operands: readonly string[];
  readonly options: Options;
  readonly given: Arguments['given'];
}

/** Something that stands behind a command. */
export interface Operand {
  readonly name: string;
  readonly isOptional?: boolean;
}

/** One command. */
export interface Command {
  /** One or two words: `connectors add`. */
  readonly name: string;
  /** What it does: an imperative without a capital and a full stop. */
  readonly summary: string;
  readonly operands: readonly Operand[];
  /** Besides the common ones. */
  readonly options: readonly OptionName[];
  /** What the help says besides. */
  readonly notes?: readonly string[];
  /** @returns the exit code */
  readonly run: (context: CommandContext) => Promise<number>;
}
