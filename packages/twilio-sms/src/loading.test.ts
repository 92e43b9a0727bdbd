import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

/** Prints which packages, and which modules of Node, are in memory once a connector was created. */
const program = `
import { createRequire, registerHooks } from 'node:module';
const loaded = new Set();
registerHooks({
  load(url, context, next) {
    loaded.add(url);
    return next(url, context);
  },
});
const { createTwilioSms, configTemplate } = await import('@jackfield/twilio-sms');
await createTwilioSms({ config: configTemplate });
console.log(JSON.stringify([...loaded, ...Object.keys(createRequire(import.meta.url).cache)]));
`;

async function load(): Promise<readonly string[]> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const flags = ['--conditions=@jackfield/source', '--disable-warning=ExperimentalWarning', '--input-type=module'];
  const options = { cwd: fileURLToPath(new URL('..', import.meta.url)), env };
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, '--eval', program], options);
  return z.array(z.string()).parse(JSON.parse(stdout));
}

describe('importing the package and creating a connector', () => {
  it('loads neither Twilio’s SDK, nor the numbering plans, nor what calls out', async () => {
    const loaded = await load();
    expect(loaded.some((url) => url.includes('/node_modules/zod/'))).toBe(true);
    expect(loaded.filter((url) => /node_modules\/(?:twilio|axios|google-libphonenumber)\//.test(url))).toEqual([]);
    expect(loaded.filter((url) => /egress|^node:https?$/.test(url))).toEqual([]);
  });
});
