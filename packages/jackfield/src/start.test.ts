import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { testServer } from '@jackfield/connector-host/testing';
import { startLogto } from '@jackfield/connector-test-kit/logto';
import { expect, onTestFinished, test } from 'vitest';
import { createApplication } from './testing/application.ts';
import { jsonLines, runCommand, startCommand } from './testing/command.ts';

const secret = { S: 'canary-77aa01' };

/** A host on any free port. */
async function startHost(folder: string, environment: Readonly<Record<string, string>> = {}) {
  const child = startCommand(['start', '--port', '0'], { folder, environment });
  const log = text(child.stderr);
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), once(child, 'exit')]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0];
  if (url === undefined) throw new Error(`The host did not start: ${await log}`);
  return { child, url, log };
}

async function waysToSignIn(url: string): Promise<unknown> {
  return (await fetch(`${url}/sign-in`, { headers: { accept: 'application/json' } })).json();
}

/** Until it holds; a second at most. */
async function within(milliseconds: number, check: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (Date.now() < end) {
    if (await check()) return true;
    await wait(20);
  }
  return false;
}

const addGithub = ['connectors', 'add', 'github', '--set', 'clientId=Iv1.abc', '--secret', 'clientSecret=env:S'];

test('two hosts on one SQLite file take what the command changes into force within a second', async () => {
  const folder = createApplication(['github']);
  const [one, two] = [await startHost(folder), await startHost(folder)];
  expect((await fetch(`${one.url}/readyz`)).status).toBe(200);
  expect(await waysToSignIn(one.url)).toEqual([]);
  expect(await runCommand(addGithub, { folder, environment: secret })).toMatchObject({ code: 0 });
  for (const { url } of [one, two]) {
    expect(await within(1000, async () => JSON.stringify(await waysToSignIn(url)).includes('github'))).toBe(true);
  }
});

test('a token that the command has made opens the API', async () => {
  const folder = createApplication();
  const { url } = await startHost(folder);
  const { output } = await runCommand(['tokens', 'create', '--name', 'ci'], { folder });
  const ask = (token: string) => fetch(`${url}/api/connectors`, { headers: { authorization: `Bearer ${token}` } });
  expect((await ask(output.trim())).status).toBe(200);
  expect((await ask('jf_wrong')).status).toBe(401);
});

test('while it drains, it still serves, and tells load balancers to send no more', async () => {
  const { child, url } = await startHost(createApplication(), { DRAIN_SECONDS: '1' });
  const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status;
  expect(await statusOf('/readyz')).toBe(200);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await within(800, async () => (await statusOf('/readyz')) === 503)).toBe(true);
  expect(await statusOf('/livez')).toBe(200);
  expect(await ended).toEqual([0, null]);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'at %s, a request in flight is answered before the host ends',
  async (signal) => {
    const { child, url, log } = await startHost(createApplication());
    const slow = request(`${url}/sign-out`, {
      method: 'POST',
      headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '10' },
    });
    slow.write('return_to=');
    const answered = once(slow, 'response');
    // The request has arrived when one behind it was answered.
    await fetch(`${url}/livez`);
    child.kill(signal);
    expect(
      await within(2000, () =>
        fetch(`${url}/livez`).then(
          ({ status }) => status !== 200,
          () => true,
        ),
      ),
    ).toBe(true);
    expect(child.exitCode).toBeNull();
    slow.end();
    const [response] = await answered;
    expect(response.statusCode).toBeGreaterThan(0);
    response.resume();
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(await log).not.toMatch(/\n\s+at /);
  },
);

test('a port that is taken is said to be taken', async () => {
  const folder = createApplication();
  const { url } = await startHost(folder);
  const { code, errors } = await runCommand(['start', '--port', new URL(url).port], { folder });
  expect(code).toBe(2);
  expect(errors).toContain('is in use by another program');
});

test('a tenant is read through the command, and its snapshots are listed', async () => {
  const logto = await startLogto({ seed: { users: 30, organizations: 3, memberships: 20 } });
  onTestFinished(() => logto.close());
  const folder = createApplication(['logto-governance']);
  const { baseUrl, clientId, clientSecret } = logto;
  const environment = { JACKFIELD_PRIVATE_HOSTS: new URL(baseUrl).host };
  const run = (args: readonly string[], input = '') => runCommand(args, { folder, environment, input });
  const add = ['connectors', 'add', 'logto-governance', '--id', 'tenant', '--config', '-'];
  await run(add, JSON.stringify({ baseUrl, clientId, clientSecret }));
  const synced = await run(['governance', 'sync', 'tenant', '--json']);
  expect(synced.code).toBe(0);
  expect(jsonLines(synced.output)).toMatchObject([{ snapshot: 1, state: 'Connected', counts: { user: 30 } }]);
  expect(synced.errors).not.toContain('\u001B');
  expect(jsonLines((await run(['governance', 'snapshots', 'tenant', '--json'])).output)).toMatchObject([
    { id: 1, state: 'Connected' },
  ]);
  expect(jsonLines((await run(['governance', 'grants', 'tenant', '--json'])).output).length).toBeGreaterThanOrEqual(20);
  logto.use('users/html');
  expect((await run(['governance', 'sync', 'tenant'])).code).not.toBe(0);
});

test('on PostgreSQL, hosts and commands work on one database', async () => {
  const server = await testServer();
  onTestFinished(() => server.close());
  const environment = { ...secret, DATABASE_URL: await server.createDatabase() };
  const folder = createApplication(['github']);
  const { url, child, log } = await startHost(folder, environment);
  expect(await runCommand(addGithub, { folder, environment })).toMatchObject({ code: 0, errors: '' });
  expect(await within(1000, async () => JSON.stringify(await waysToSignIn(url)).includes('github'))).toBe(true);
  expect(await runCommand(['audit', 'verify'], { folder, environment })).toMatchObject({ code: 0 });
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await log).not.toContain(new URL(environment.DATABASE_URL).password);
});
