import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Consumer, installPublished } from '../tarballs/consumer.ts';
import { consumerFaults } from '../tarballs/consumer-faults.ts';
import type { Tarball } from '../tarballs/pack.ts';
import type { Registry } from './registry.ts';
import { type Trial, tryConnector } from './try-connector.ts';
import { generatorName, tryGenerator } from './try-generator.ts';
import { hostCommandName, tryHost } from './try-host.ts';

/** What examinations have in common. */
export interface Surroundings {
  registry: Registry;
  /** Version of Node → its executable. */
  nodes: Readonly<Record<string, string>>;
  /** A folder in which the test kit is installed. */
  providers: string;
  /** For folders. */
  scratch: string;
}

export interface Examination {
  consumer: Consumer;
  /** What it was used for. */
  done: string;
  faults: string[];
}

/**
 * Installs one published package alone, as a stranger would, and uses it.
 *
 * @param connector whether it is a connector
 */
export async function examine(
  tarball: Tarball,
  connector: boolean,
  { registry, nodes, providers, scratch }: Surroundings,
): Promise<Examination> {
  const { name, manifest } = tarball;
  const folder = join(scratch, `${name.replace('/', '-')}-${manifest.version}`);
  const consumer = await installPublished(
    tarball,
    [registry.specifier(name, manifest.version)],
    registry.npmArguments,
    folder,
  );
  const trial = await use(consumer, connector, providers);
  const faults = [...identityFaults(consumer), ...(await consumerFaults(consumer, nodes, connector)), ...trial.faults];
  return { consumer, done: trial.done, faults };
}

async function use(consumer: Consumer, connector: boolean, providers: string): Promise<Trial> {
  if (connector) return tryConnector(consumer, providers);
  if (consumer.tarball.name === hostCommandName) return tryHost(consumer);
  return consumer.tarball.name === generatorName ? tryGenerator(consumer) : { done: '', faults: [] };
}

/** That what was installed is, byte by byte, the tarball that was checked. */
function identityFaults({ installed, tarball }: Consumer): string[] {
  const found = installed.find(({ name }) => name === tarball.name);
  const digest = `sha512-${createHash('sha512').update(readFileSync(tarball.path)).digest('base64')}`;
  return [
    ...(found?.version === tarball.manifest.version ? [] : [`npm installed ${found?.version}`]),
    ...(found?.integrity === digest ? [] : ['npm installed another tarball than the one that was checked']),
  ];
}
