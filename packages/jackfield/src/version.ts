import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** The version in this package's `package.json`, which lies one level above `src` and `dist` alike. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
