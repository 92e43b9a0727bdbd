import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

/** The package that stands for an operator's own: its `package.json` names the connectors. */
const applicationFolder = fileURLToPath(new URL('../', import.meta.url));

/** What lets the command work on the same database, with connectors that reach the services. */
export function commandEnvironment(dataFolder: string, { egress }: World): Readonly<Record<string, string>> {
  const ca = join(dataFolder, 'demo-ca.pem');
  writeFileSync(ca, egress.ca);
  return {
    ...hostEnvironment(dataFolder),
    JACKFIELD_PRIVATE_HOSTS: egress.privateHosts.join(','),
    JACKFIELD_PROXY: egress.proxy,
    JACKFIELD_CA: ca,
  };
}

/** Where the host keeps everything, and which connectors it has. */
export function hostEnvironment(dataFolder: string): Readonly<Record<string, string>> {
  return { JACKFIELD_DATA: dataFolder, JACKFIELD_APP: applicationFolder };
}

/** Writes a file for a shell to read, and returns its path. */
export function writeEnvironment(dataFolder: string, environment: Readonly<Record<string, string>>): string {
  const path = join(dataFolder, 'environment');
  const lines = Object.entries(environment).map(
    ([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'\n`,
  );
  writeFileSync(path, lines.join(''));
  return path;
}
