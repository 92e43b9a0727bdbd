import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { UsageError } from '../usage-error.ts';

/** A JSON object that is being put together. */
export type JsonObject = Record<string, unknown>;

/** Where a text comes from. */
export interface TextSource {
  /** That relative paths start from. */
  readonly folder: string;
  readonly input: Readable;
  readonly warn: (line: string) => void;
}

/**
 * Reads a configuration.
 *
 * @param path of a JSON file; `-` is the standard input
 * @throws UsageError when it cannot be read, or is no JSON object; nothing of it is repeated
 */
export async function readConfig(path: string, source: TextSource): Promise<JsonObject> {
  const name = path === '-' ? 'The standard input' : 'The configuration file';
  const value = parse(await readText(path, source), name);
  if (isObject(value)) return value;
  throw new UsageError(`${name} must hold a JSON object.`);
}

/** @param path `-` is the standard input */
async function readText(path: string, { folder, input, warn }: TextSource): Promise<string> {
  if (path === '-') return text(input);
  const file = resolve(folder, path);
  try {
    const content = readFileSync(file, 'utf8');
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
      warn('Others on this machine can read that file. If it holds secrets: chmod 600');
    }
    return content;
  } catch {
    throw new UsageError('A file that was named on the command line cannot be read.');
  }
}

function parse(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    throw new UsageError(`${name} is not JSON.`);
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
