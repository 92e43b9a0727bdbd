import { runChecked } from '../../../tools/src/command.ts';
import { plainEnvironment } from '../../../tools/src/tarballs/consumer.ts';

/** Milliseconds that imports take in a fresh process. */
export interface ImportTime {
  readonly zod: number;
  /** What the package takes when zod is there already. */
  readonly beyondZod: number;
}

const script = `
  const name = process.argv[1];
  const begun = performance.now();
  await import('zod');
  const loaded = performance.now();
  await import(name);
  console.log(JSON.stringify([loaded - begun, performance.now() - loaded]));
`;

/** Imports an installed package in a fresh process of plain Node. */
export async function importTime(folder: string, name: string): Promise<ImportTime> {
  const args = ['--input-type=module', '--eval', script, name];
  const { stdout } = await runChecked(process.execPath, args, { cwd: folder, env: plainEnvironment() });
  const [zod = Number.NaN, beyondZod = Number.NaN]: number[] = JSON.parse(stdout);
  return { zod, beyondZod };
}
