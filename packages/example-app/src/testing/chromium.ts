import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packed from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

export interface RunningChromium {
  readonly browser: Browser;
  close(): Promise<void>;
}

/** So that it runs as root, and calls nobody. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts the Chromium of `@sparticuz/chromium`, which is for Linux on x64; elsewhere, the environment variable
 * `CHROMIUM_PATH` has to name an installed one.
 */
export async function startChromium(): Promise<RunningChromium> {
  const folder = await mkdtemp(join(tmpdir(), 'jackfield-chromium-'));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  try {
    const executablePath = process.env.CHROMIUM_PATH || (await unpack(folder));
    const browser = await chromium.launch({ executablePath, headless: true, args: flags });
    return { browser, close: () => browser.close().finally(removeFolder) };
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

/** Into a folder of its own: an older copy in the common one would be used as it is. */
async function unpack(folder: string): Promise<string> {
  const { TMPDIR: common } = process.env;
  process.env.TMPDIR = folder;
  try {
    return await packed.executablePath();
  } finally {
    if (common === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = common;
  }
}
