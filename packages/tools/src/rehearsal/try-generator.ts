import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import { runCommand } from '../command.ts';
import { inParallel } from '../in-parallel.ts';
import { type Consumer, npmInstall, plainEnvironment } from '../tarballs/consumer.ts';
import type { Trial } from './try-connector.ts';

const generatorGuard = z.looseObject({ connectorTypeNames: z.array(z.string()).min(1) });

/** The package that writes connector packages. */
export const generatorName = '@jackfield/create-connector';

/**
 * Lets the installed generator write a connector of each type, outside of any workspace, installs each with npm, and runs
 * its tests and its build.
 */
export async function tryGenerator(consumer: Consumer): Promise<Trial> {
  const { connectorTypeNames } = generatorGuard.parse(
    createRequire(join(consumer.folder, 'package.json'))(generatorName),
  );
  const faults = await inParallel(connectorTypeNames, 2, (type) => generatedFaults(type, consumer));
  return { done: `wrote ${connectorTypeNames.length} connectors`, faults: faults.flat() };
}

async function generatedFaults(type: string, { folder, npmArguments }: Consumer): Promise<string[]> {
  const place = join(folder, `generated-${type}`);
  mkdirSync(place);
  const command = join(folder, 'node_modules/.bin/create-connector');
  const flags = ['--type', type, '--name', `sample-${type}`, '--yes'];
  const written = await runCommand(command, flags, { cwd: place, env: plainEnvironment() });
  const [name] = readdirSync(place);
  if (written.status !== 0 || name === undefined)
    return [`a connector of type ${type} was not written: ${written.output}`];
  const project = join(place, name);
  await npmInstall(project, npmArguments);
  const faults: string[] = [];
  for (const script of ['typecheck', 'test', 'build']) {
    const { status, output } = await runCommand('npm', ['run', script], { cwd: project, env: plainEnvironment() });
    if (status !== 0) faults.push(`the ${script} of a generated connector of type ${type} fails: ${output}`);
  }
  return faults;
}
