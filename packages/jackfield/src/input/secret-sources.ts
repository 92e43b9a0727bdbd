import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Environment } from '../settings/environment.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal } from './terminal.ts';

/** Where secrets come from. */
export interface SecretSources {
  readonly environment: Environment;
  /** That relative paths start from. */
  readonly folder: string;
  readonly terminal: Terminal | undefined;
}

/**
 * Reads a secret: `env:NAME`, `file:PATH` (without the line break at its end), or `prompt`.
 *
 * @param field what it is for, to ask for it
 * @throws UsageError naming the source, never a value
 */
export async function readSecret(source: string, field: string, from: SecretSources): Promise<string> {
  const value = await find(source, field, from);
  if (value !== '') return value;
  throw new UsageError(`The secret for ${field} is empty.`);
}

async function find(source: string, field: string, { environment, folder, terminal }: SecretSources): Promise<string> {
  if (source === 'prompt') {
    if (terminal) return terminal.askSecret(`${field}: `);
    throw new UsageError(`Nobody can be asked for ${field} here. Use env:NAME or file:PATH.`);
  }
  const [, kind, name = ''] = /^(env|file):(.+)$/s.exec(source) ?? [];
  if (kind === 'env') {
    const value = environment[name];
    if (value !== undefined) return value;
    throw new UsageError(`The environment variable for ${field} is not set.`);
  }
  if (kind === 'file') {
    try {
      return readFileSync(resolve(folder, name), 'utf8').replace(/\r?\n$/, '');
    } catch {
      throw new UsageError(`The file with the secret for ${field} cannot be read.`);
    }
  }
  throw new UsageError(`The secret for ${field} comes from env:NAME, file:PATH or prompt: it is no argument itself.`);
}
