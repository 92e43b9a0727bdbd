import { readFileSync } from 'node:fs';
import * as z from 'zod';

const packageJson = readFileSync(new URL('../package.json', import.meta.url), 'utf8');

/** Of this package, which lies one level above `src` and `dist` alike. */
export const { version } = z.object({ version: z.string() }).parse(JSON.parse(packageJson));
