import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { runChecked } from '../command.ts';
import { type Consumer, npmInstall, plainEnvironment } from '../tarballs/consumer.ts';
import type { Trial } from './try-connector.ts';

/** The package with the command that runs a host. */
export const hostCommandName = 'jackfield';

const startedGuard = z.object({ url: z.string() });
/** Milliseconds. */
const longestStart = 30_000;

/**
 * Does what the command's README begins with: adds a connector beside it, configures it, runs the host, and looks for it on
 * the sign-in page.
 */
export async function tryHost({ folder, npmArguments }: Consumer): Promise<Trial> {
  await npmInstall(folder, [...npmArguments, '@jackfield/github']);
  const command = join(folder, 'node_modules/jackfield/dist/main.js');
  const env = { ...plainEnvironment(), GITHUB_SECRET: 'a-secret' };
  const config = ['--set', 'clientId=Iv1.a-client', '--secret', 'clientSecret=env:GITHUB_SECRET'];
  await runChecked(process.execPath, [command, 'connectors', 'add', 'github', ...config], { cwd: folder, env });

  const host = spawn(process.execPath, [command, 'start', '--port', '0', '--json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(host, 'exit');
  try {
    const line = once(createInterface(host.stdout), 'line');
    const [text] = await Promise.race([line, ended, wait(longestStart, ['The host did not start.'], { ref: false })]);
    const { url } = startedGuard.parse(JSON.parse(String(text)));
    const ways = await (await fetch(`${url}/sign-in`, { headers: { accept: 'application/json' } })).text();
    const { status } = await fetch(`${url}/readyz`);
    host.kill('SIGTERM');
    const [code] = await ended;
    const faults = [
      ...(status === 200 ? [] : [`the host is not ready: ${status}`]),
      ...(ways.includes('"target":"github"') ? [] : [`the connector is not on the sign-in page: ${ways}`]),
      ...(code === 0 ? [] : [`the host ended with ${code}`]),
    ];
    return { done: faults.length === 0 ? 'ran a host' : '', faults };
  } catch (error) {
    return { done: '', faults: [`the host does not run: ${String(error)}`] };
  } finally {
    if (host.exitCode === null && host.signalCode === null) host.kill('SIGKILL');
  }
}
