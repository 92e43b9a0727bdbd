import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type OidcProvider, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocks } from './markdown.ts';
import { workspaceRoot } from './workspace.ts';

/** What a program does whose providers are on this machine; the README's code stays as it is. */
const preload = `
  import { createRuntime, setDefaultRuntime } from '@jackfield/egress';
  setDefaultRuntime(createRuntime({ egress: { privateHosts: ['127.0.0.1'] } }));
`;

const dependencies = fileURLToPath(new URL('../node_modules/', import.meta.url));
let folder = '';
let provider: OidcProvider;
let port = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-readme-server-'));
  symlinkSync(dependencies, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'preload.ts'), preload);
  port = await freePort();
  provider = await startOidcProvider({ redirectUris: [`http://127.0.0.1:${port}/callback`] });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await provider.close();
});

describe('the first code block, as it stands, is a server that signs people in', () => {
  it.each(['README.md', 'packages/oidc-standard/README.md'])('in %s', async (path) => {
    const block = codeBlocks(readFileSync(join(workspaceRoot, path), 'utf8')).find(({ language }) => language === 'ts');
    writeFileSync(join(folder, 'server.ts'), block?.code ?? '');
    const server = startServer();
    try {
      const origin = `http://127.0.0.1:${port}`;
      const started = await fetchWhenUp(`${origin}/sign-in`, server);
      const cookie = started.headers.getSetCookie().map((line) => line.split(';')[0]);
      const callback = await provider.signIn(started.headers.get('location') ?? '');
      const finished = await fetch(callback, { headers: { cookie: cookie.join('; ') } });
      expect(await finished.json()).toEqual({
        issuer: provider.issuer,
        id: 'ada-1815',
        email: 'ada@example.test',
        name: 'Ada Lovelace',
      });
      const withoutCookie = await fetch(callback);
      expect(withoutCookie.status).toBe(500);
    } finally {
      server.kill();
      if (server.exitCode === null) await once(server, 'exit');
    }
  });
});

function startServer(): ChildProcess {
  const { issuer, clientId, clientSecret } = provider;
  const flags = ['--conditions=@jackfield/source', '--import', './preload.ts', 'server.ts'];
  return spawn(process.execPath, flags, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH,
      ORIGIN: `http://127.0.0.1:${port}`,
      ISSUER: issuer,
      CLIENT_ID: clientId,
      CLIENT_SECRET: clientSecret,
      SESSION_SECRET: 'a-secret-of-at-least-32-characters',
      PORT: String(port),
    },
  });
}

/** Asks until the server answers; for at most ten seconds. */
async function fetchWhenUp(url: string, server: ChildProcess): Promise<Response> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    if (response) return response;
    await delay(100);
  }
  throw new Error('The server did not start within ten seconds.');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return free;
}
