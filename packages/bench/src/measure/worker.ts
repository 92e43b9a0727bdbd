import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** A child process that answers one call after the other. */
export interface Worker {
  /** @throws when the child fails, or ends instead of answering */
  call<Output>(name: string, guard: z.ZodType<Output>, argument?: unknown): Promise<Output>;
  /** Lets the child end by itself. */
  close(): Promise<void>;
}

const replyGuard = z.union([z.strictObject({ result: z.unknown().optional() }), z.strictObject({ error: z.string() })]);
const callGuard = z.object({ name: z.string(), argument: z.unknown().optional() });

export interface WorkerOptions {
  args?: readonly string[];
  /** In addition to this process's own. */
  env?: Readonly<Record<string, string>>;
}

/** Starts a module of this package as a child that calls {@link answerParent}. */
export function startWorker(module: URL, { args = [], env = {} }: WorkerOptions = {}): Worker {
  const child = fork(fileURLToPath(module), args, {
    execArgv: ['--conditions=@jackfield/source'],
    env: { ...process.env, ...env },
  });
  const ended = once(child, 'exit').then(([code]) => ({ error: `The child process ended with ${code}.` }));
  return {
    async call(name, guard, argument) {
      child.send({ name, argument });
      const message: unknown = await Promise.race([once(child, 'message').then(([first]) => first), ended]);
      const reply = replyGuard.parse(message);
      if ('error' in reply) throw new Error(`${name}: ${reply.error}`);
      return guard.parse(reply.result);
    },
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

/**
 * Answers the parent's calls until it disconnects.
 *
 * @param close what is still open; the process then ends by itself
 */
export function answerParent(
  methods: Readonly<Record<string, (argument: unknown) => Promise<unknown>>>,
  close: () => Promise<void>,
): void {
  process.on('message', async (message) => {
    try {
      const { name, argument } = callGuard.parse(message);
      process.send?.({ result: await methods[name]?.(argument) });
    } catch (error) {
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
  process.once('disconnect', () => void close());
}
