import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { binaryPath, runCommand } from './command.ts';

export interface CompilerError {
  /** Relative to the folder, with `/`; empty for an error of the project itself. */
  file: string;
  /** The first line of a file is 1; 0 when there is none. */
  line: number;
  /** `error TS…: …` */
  message: string;
  /** All of it, as the compiler printed it. */
  text: string;
}

/**
 * Compiles a project without writing anything.
 *
 * @param folder where the project's `tsconfig.json` is written
 * @param project the content of `tsconfig.json`
 */
export async function typeErrors(folder: string, project: object): Promise<CompilerError[]> {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const tsc = [binaryPath('typescript', 'tsc'), '-p', '.', '--noEmit', '--pretty', 'false'];
  const { status, stdout } = await runCommand(process.execPath, tsc, { cwd: folder });
  const errors = stdout.split('\n').flatMap((text) => {
    const {
      file = '',
      line,
      message,
    } = /^(?:(?<file>.+)\((?<line>\d+),\d+\): )?(?<message>error TS\d+: .*)$/.exec(text.trimEnd())?.groups ?? {};
    return message === undefined ? [] : [{ file, line: Number(line ?? 0), message, text }];
  });
  if (status !== 0 && errors.length === 0) throw new Error(`tsc failed with exit code ${status}.\n${stdout}`);
  return errors;
}
