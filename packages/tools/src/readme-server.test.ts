import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OidcProvider, startOidcProvider } from '@jackfield/connector-test-kit/oidc';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from './ports.ts';
import { firstProgram, startReadmeServer } from './readme-server.ts';
import { copyScripts } from './rehearsal/helper-process.ts';
import { workspaceRoot } from './workspace.ts';

const dependencies = fileURLToPath(new URL('../node_modules/', import.meta.url));
let folder = '';
let provider: OidcProvider;
let port = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-readme-server-'));
  symlinkSync(dependencies, join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  copyScripts(folder);
  port = await freePort();
  provider = await startOidcProvider({ redirectUris: [`http://127.0.0.1:${port}/callback`] });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await provider.close();
});

describe('the first server in a README, as it stands, signs people in', () => {
  it.each(['README.md', 'packages/oidc-standard/README.md'])('in %s', async (path) => {
    const { issuer, clientId, clientSecret } = provider;
    const server = await startReadmeServer({
      folder,
      code: firstProgram(readFileSync(join(workspaceRoot, path), 'utf8'))?.code ?? '',
      port,
      flags: ['--conditions=@jackfield/source', '--import', './rehearsal/preload.ts'],
      environment: {
        PATH: process.env.PATH,
        FAKE_PROVIDER: JSON.stringify({ privateHosts: ['127.0.0.1'] }),
        ISSUER: issuer,
        CLIENT_ID: clientId,
        CLIENT_SECRET: clientSecret,
      },
    });
    try {
      const { callback, answer } = await server.signIn((url) => provider.signIn(url));
      expect(await answer.json()).toEqual({
        issuer,
        id: 'ada-1815',
        email: 'ada@example.test',
        name: 'Ada Lovelace',
      });
      const withoutCookie = await fetch(callback);
      expect(withoutCookie.status).toBe(500);
    } finally {
      await server.close();
    }
  });
});
