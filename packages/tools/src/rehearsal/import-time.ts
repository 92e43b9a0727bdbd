import { runChecked } from '../command.ts';
import { type Consumer, plainEnvironment } from '../tarballs/consumer.ts';

const runs = 5;

/** Milliseconds that the first import of an installed package takes: the median of five fresh processes. */
export async function importTime({ folder, tarball }: Consumer): Promise<number> {
  const program = `
    const started = performance.now();
    await import(${JSON.stringify(tarball.name)});
    console.log(performance.now() - started);
  `;
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const args = ['--input-type=module', '--eval', program];
    const { stdout } = await runChecked(process.execPath, args, { cwd: folder, env: plainEnvironment() });
    times.push(Number(stdout));
  }
  return times.toSorted((one, other) => one - other)[Math.floor(runs / 2)] ?? Number.NaN;
}
