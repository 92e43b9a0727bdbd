import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { plainEnvironment } from '../tarballs/consumer.ts';

/** A script that runs in a folder of its own and answers questions. */
export interface HelperProcess {
  /** @throws what the script threw, and when it ends before it answers */
  ask(question: object): Promise<unknown>;
  close(): Promise<void>;
}

export const scripts = ['answer-parent.ts', 'runtime.ts', 'preload.ts', 'visitor.ts', 'fake-provider.ts'] as const;
export type ScriptName = (typeof scripts)[number];

const replyGuard = z.union([z.strictObject({ failure: z.string() }), z.object({ answer: z.unknown() })]);
/** Milliseconds for an answer. */
const patience = 60_000;
const scriptsUrl = new URL('scripts/', import.meta.url);

/** Copies the scripts into a folder, so that what they import is what is installed there. @returns the scripts' folder */
export function copyScripts(folder: string): string {
  const place = join(folder, 'rehearsal');
  mkdirSync(place, { recursive: true });
  for (const script of scripts) copyFileSync(new URL(script, scriptsUrl), join(place, script));
  return place;
}

/** Starts a script under plain Node. @param folder where packages are installed */
export function startHelper(folder: string, script: ScriptName, args: readonly string[]): HelperProcess {
  const child = fork(join(copyScripts(folder), script), args, {
    cwd: folder,
    env: plainEnvironment(),
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  // Not `close`: after a parent's `disconnect()` that event does not come.
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code}: ${output}`);
  });
  ended.catch(() => {});
  return {
    async ask(question) {
      const answered = once(child, 'message', { signal: AbortSignal.timeout(patience) });
      // With a callback, a channel that is closed is no error of its own: `ended` says what happened.
      child.send(question, () => {});
      const [message]: unknown[] = await Promise.race([answered, ended]);
      const reply = replyGuard.parse(message);
      if ('failure' in reply) throw new Error(reply.failure);
      return reply.answer;
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended.catch(() => {});
    },
  };
}
