import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeBlocks } from './markdown.ts';

/** The server in the code of a README, running. */
export interface ReadmeServer {
  /** Goes through a sign-in as a browser does. @param visit takes the browser through the provider, and back */
  signIn(visit: (authorizationUrl: string) => Promise<string | URL>): Promise<{ callback: URL; answer: Response }>;
  close(): Promise<void>;
}

export interface ReadmeServerOptions {
  /** Where the block's imports are resolved, and where it is written to. */
  folder: string;
  code: string;
  port: number;
  /** For Node, such as `--import`. */
  flags: readonly string[];
  /** All of it, but for what every server is told. */
  environment: NodeJS.ProcessEnv;
}

/** The `ts` block of a README that shows how to begin: its first server, else the first that uses a connector. */
export function firstProgram(markdown: string): { code: string; isServer: boolean } | undefined {
  const blocks = codeBlocks(markdown).filter(({ language }) => language === 'ts');
  const server = blocks.find(({ code }) => /^serve\(/m.test(code));
  const code = (server ?? blocks.find((block) => /\.(?:sendMessage|sync)\(/.test(block.code)))?.code;
  return code === undefined ? undefined : { code, isServer: server !== undefined };
}

/** Runs the block as it stands. */
export async function startReadmeServer(options: ReadmeServerOptions): Promise<ReadmeServer> {
  const { folder, code, port, flags, environment } = options;
  const origin = `http://127.0.0.1:${port}`;
  writeFileSync(join(folder, 'server.ts'), code);
  const child = spawn(process.execPath, [...flags, 'server.ts'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...environment,
      ORIGIN: origin,
      PORT: String(port),
      SESSION_SECRET: 'a-secret-of-at-least-32-characters',
    },
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });

  /** Asks until the server answers; for at most ten seconds. */
  const askWhenUp = async (url: string): Promise<Response> => {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`The README's server ended with ${child.exitCode}: ${errors}`);
      const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
      if (response) return response;
      await delay(100);
    }
    throw new Error(`The README's server did not start within ten seconds: ${errors}`);
  };

  return {
    async signIn(visit) {
      const started = await askWhenUp(`${origin}/sign-in`);
      const cookies = started.headers.getSetCookie().map((line) => line.split(';')[0]);
      const callback = new URL(await visit(started.headers.get('location') ?? ''));
      return { callback, answer: await fetch(callback, { headers: { cookie: cookies.join('; ') } }) };
    },
    async close() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
