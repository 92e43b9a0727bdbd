import { Readable } from 'node:stream';
import { createStyle, run } from 'jackfield';

/** What a run of the command has come to. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Where the commands of the demonstration work. */
export interface CommandPlace {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Runs `jackfield` with these arguments, as an operator does, beside the host that runs. */
export async function jackfield(place: CommandPlace, args: readonly string[], input = ''): Promise<CommandResult> {
  const output: string[] = [];
  const errors: string[] = [];
  const code = await run(args, {
    ...place,
    print: (line) => output.push(line),
    warn: (line) => errors.push(line),
    input: Readable.from([input]),
    terminal: undefined,
    progress: { write: () => true },
    style: createStyle(false, {}),
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
}
