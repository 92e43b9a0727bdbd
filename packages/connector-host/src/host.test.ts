import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmtpServer } from '@jackfield/connector-test-kit/smtp';
import { createRuntime } from '@jackfield/egress';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHost, type Host, type HostOptions } from './host.ts';
import { keysFromFile } from './keys/key-ring.ts';
import { installed } from './testing/packages.ts';

const origin = 'https://login.example.test';
const closing: (() => Promise<void> | void)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-host-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function openHost(options: Partial<HostOptions> = {}): Promise<Host> {
  const host = await createHost({
    databaseUrl: `sqlite:${join(folder, 'host.sqlite')}`,
    keyRing: keysFromFile(join(folder, 'keys')),
    discovery: await installed(),
    settings: { publicUrl: origin },
    ...options,
  });
  closing.push(() => host.close());
  return host;
}

const github = { connectorId: 'github', config: { clientId: 'Iv1.client', clientSecret: 'a-secret' } };
const send = (host: Host, path: string, init?: RequestInit) =>
  host.fetch(new Request(`${origin}${path}`, init), { remoteAddress: '192.0.2.1' });
const post = (host: Host, path: string, body: object, headers: Record<string, string> = {}) =>
  send(host, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, ...headers },
    body: JSON.stringify(body),
  });
const statusOf = async (answer: Promise<Response>) => (await answer).status;

it('is alive, is ready, and says so no more when it is drained', async () => {
  const host = await openHost();
  expect(await statusOf(send(host, '/livez'))).toBe(200);
  expect(await statusOf(send(host, '/readyz'))).toBe(200);
  host.drain();
  expect(await statusOf(send(host, '/livez'))).toBe(200);
  expect(await statusOf(send(host, '/readyz'))).toBe(503);
});

it('answers what it does not have with problem details', async () => {
  const answer = await send(await openHost(), '/nothing');
  expect(answer.status).toBe(404);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ status: 404, code: 'not_found', requestId: expect.stringMatching(/\S/) });
});

it('lives below the path of its public URL', async () => {
  const host = await openHost({ settings: { publicUrl: `${origin}/login` } });
  const { connector } = await host.connectors.create(github, 'cli');
  const answer = await send(host, `/login/sign-in/${connector.id}`);
  expect(answer.status).toBe(303);
  const redirectUri = new URL(answer.headers.get('location') ?? '').searchParams.get('redirect_uri');
  expect(redirectUri).toBe(`${origin}/login/callback/${connector.id}`);
  expect(await statusOf(send(host, `/sign-in/${connector.id}`))).toBe(404);
  expect(await statusOf(send(host, '/login/api/connectors'))).toBe(401);
});

it('has a change in force in every process within a second', async () => {
  const [one, other] = [await openHost(), await openHost()];
  const { connector } = await one.connectors.create(github, 'cli');
  await vi.waitFor(async () => expect(await statusOf(send(other, `/sign-in/${connector.id}`))).toBe(303), 1000);
  await other.connectors.remove(connector.id, 'cli');
  await vi.waitFor(async () => expect(await statusOf(send(one, `/sign-in/${connector.id}`))).toBe(404), 1000);
});

it('gives tokens to its API, and takes them away', async () => {
  const host = await openHost();
  const { token, info } = await host.tokens.create({ name: 'test', scope: 'read' }, 'cli');
  const headers = { authorization: `Bearer ${token}` };
  expect(await statusOf(send(host, '/api/connectors', { headers }))).toBe(200);
  await host.tokens.revoke(info.id, 'cli');
  expect(await statusOf(send(host, '/api/connectors', { headers }))).toBe(401);
  expect((await host.audit.list({ limit: 2 })).map(({ action }) => action)).toEqual(['token.revoke', 'token.create']);
});

it('moves its connectors to another host, without their secrets', async () => {
  const host = await openHost();
  await host.connectors.create(github, 'cli');
  const file = await host.transfer.export();
  expect(JSON.stringify(file)).not.toContain('a-secret');
  const [reference] = file.references;
  const environment = { [reference?.reference.replace('env:', '') ?? '']: 'a-secret' };
  const other = await openHost({ databaseUrl: `sqlite:${join(folder, 'other.sqlite')}`, secrets: { environment } });
  expect(await other.transfer.import(JSON.parse(JSON.stringify(file)), {}, 'cli')).toMatchObject({ applied: true });
  const [copy] = await other.connectors.list();
  expect(await other.connectors.readConfig(copy?.id ?? '')).toMatchObject(github.config);
  await expect(other.transfer.import({ format: 'something' }, {}, 'cli')).rejects.toMatchObject({ status: 400 });
});

it('signs the same person in by every code to their address', async () => {
  const smtp = await startSmtpServer();
  closing.push(() => smtp.close());
  const { host: mailHost, port, ca, user, password } = smtp;
  const runtime = createRuntime({ egress: { privateHosts: [`${mailHost}:${port}`] } });
  closing.push(() => runtime.close());
  const host = await openHost({ runtime, codes: { resendPause: 1 } });
  const config = {
    host: mailHost,
    port,
    ca,
    auth: { kind: 'login', user, password },
    from: { address: 'no-reply@example.test' },
  };
  await host.connectors.create({ connectorId: 'smtp-email', config }, 'cli');

  const signIn = async (): Promise<string | undefined> => {
    const asked = { to: 'Ada@example.test', purpose: 'SignIn' };
    const sent = await post(host, '/codes', asked);
    expect(sent.status).toBe(202);
    const cookie = sent.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const code = /\b\d{6}\b/.exec(smtp.mails.at(-1)?.text ?? '')?.[0] ?? '';
    const verified = await post(host, '/codes/verify', { ...asked, code }, { cookie });
    expect(await verified.json()).toEqual({ state: 'verified' });
    const session = verified.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return (await host.getSession(new Request(origin, { headers: { cookie: session } })))?.user.id;
  };
  const first = await signIn();
  expect(first).toMatch(/\S/);
  expect(await signIn()).toBe(first);
});

it('ends in order, also twice', async () => {
  const host = await openHost();
  await host.close();
  await host.close();
  expect(await statusOf(send(host, '/livez'))).toBe(200);
  expect(await statusOf(send(host, '/readyz'))).toBe(503);
});

it.each([
  { publicUrl: 'http://login.example.test' },
  { publicUrl: 'login' },
  { publicUrl: origin, returnOrigins: ['https://app.example.test/path'] },
  { publicUrl: origin, sessionLifetime: 0 },
  { publicUrl: origin, trustedProxies: ['10.0.0.0/99'] },
])('refuses the settings %j', async (settings) => {
  await expect(openHost({ settings })).rejects.toMatchObject({
    code: 'invalid_request',
    hint: expect.stringMatching(/\S/),
  });
});
