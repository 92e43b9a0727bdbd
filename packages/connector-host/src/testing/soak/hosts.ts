import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type HostTask, temporaryFailure } from './task.ts';

/** Milliseconds that a host may take to start, and to stop when it is asked to. */
const longestStart = 60_000;
const longestStop = 20_000;
/** Milliseconds before a host is started again that could not start. */
const pause = 200;

const program = new URL('host-process.ts', import.meta.url);

/** A host in a process of its own, started again whenever it ends, as a supervisor does. */
export interface HostProcess {
  readonly url: string;
  /** `SIGKILL`: it cannot clean up. When it is not running, nothing happens. */
  kill(): boolean;
  /** Waits until it listens. @throws when that takes too long */
  untilReady(): Promise<void>;
  /** Asks it to end (`SIGTERM`), and waits until it has. */
  stop(): Promise<void>;
  /** Ends it at once, for good. */
  abandon(): void;
}

/** What becomes of the processes. */
export interface HostEvents {
  /** Something that a host must never do, such as to end by itself. */
  fault(text: string): void;
  /** It could not start while its database was away. */
  delayed(): void;
}

/** @param task its port must be free */
export function startHost(task: HostTask, events: HostEvents): HostProcess {
  const waiting = new Set<(problem?: string) => void>();
  let child: ChildProcess | undefined;
  let isReady = false;
  let isWanted = true;
  const name = `The host on port ${task.port}`;

  const start = (): void => {
    const started = fork(program, { execArgv: ['--conditions=@jackfield/source'], stdio: 'inherit' });
    child = started;
    started.on('message', () => {
      isReady = true;
      for (const proceed of waiting) proceed();
    });
    started.on('exit', (code, signal) => {
      isReady = false;
      child = undefined;
      if (!isWanted) return;
      if (signal === 'SIGKILL') return start();
      if (code === temporaryFailure) {
        events.delayed();
        setTimeout(() => {
          if (isWanted) start();
        }, pause);
        return;
      }
      isWanted = false;
      const problem = `${name} ended by itself (${code === null ? signal : `exit code ${code}`}).`;
      events.fault(problem);
      for (const proceed of waiting) proceed(problem);
    });
    started.send(task);
  };
  start();

  return {
    url: `http://127.0.0.1:${task.port}`,
    kill: () => child?.kill('SIGKILL') ?? false,
    untilReady() {
      if (isReady) return Promise.resolve();
      if (!isWanted) return Promise.reject(new Error(`${name} is gone.`));
      return new Promise((resolve, reject) => {
        const proceed = (problem?: string): void => {
          clearTimeout(late);
          waiting.delete(proceed);
          if (problem === undefined) resolve();
          else reject(new Error(problem));
        };
        const late = setTimeout(proceed, longestStart, `${name} did not start within ${longestStart / 1000} s.`);
        waiting.add(proceed);
      });
    },
    async stop() {
      isWanted = false;
      if (child === undefined) return;
      const ending = child;
      const brake = setTimeout(() => {
        events.fault(`${name} did not stop within ${longestStop / 1000} s.`);
        ending.kill('SIGKILL');
      }, longestStop);
      ending.kill('SIGTERM');
      const [code] = await once(ending, 'exit');
      clearTimeout(brake);
      if (code !== 0 && code !== null) events.fault(`${name} stopped with exit code ${String(code)}.`);
    },
    abandon() {
      isWanted = false;
      child?.kill('SIGKILL');
    },
  };
}

/** Ports of 127.0.0.1 that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  });
  await Promise.all(
    servers.map(async (server) => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    }),
  );
  return ports;
}
