import type { FakeLogto } from '@jackfield/connector-test-kit/logto';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { testFolder, testLogto } from '../testing/setup.ts';

/** Each command is a process of its own, which takes a while on a busy machine. */
vi.setConfig({ testTimeout: 90_000 });

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const seed = { users: 130, organizations: 4, memberships: 120 } as const;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly error: string;
}

/** Starts the command in a folder, with an environment of its own. */
function start(folder: string, args: readonly string[], environment: Record<string, string> = {}) {
  return spawn(process.execPath, ['--conditions=@jackfield/source', main, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function run(folder: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = start(folder, args, environment);
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, out, error };
}

const environmentOf = ({ baseUrl, clientId, clientSecret }: FakeLogto): Record<string, string> => ({
  LOGTO_BASE_URL: baseUrl,
  LOGTO_CLIENT_ID: clientId,
  LOGTO_CLIENT_SECRET: clientSecret,
  LOGTO_OWNER: 'security',
});

const local = ['--private-host', '127.0.0.1'];

describe('jackfield-logto', () => {
  it('takes snapshots, and answers questions about them', async () => {
    const logto = await testLogto({ seed });
    const folder = testFolder();
    const environment = environmentOf(logto);

    const diagnosis = await run(folder, ['diagnose', ...local], environment);
    expect(diagnosis).toMatchObject({ code: 0, error: '' });
    expect(diagnosis.out).toContain('pass    Role of the application');

    const first = await run(folder, ['sync', ...local], environment);
    expect(first.code).toBe(0);
    expect(first.out).toMatch(/^Snapshot 1: Connected, \d+ requests\n  130 user, 4 organization/);
    expect(first.error).toContain('Users ');
    expect(first.error).not.toContain('arning');
    expect(first.error).not.toContain('\u001B');

    logto.churn({ suspendUsers: 1, deleteUsers: 2, addMembers: 1 });
    const second = await run(folder, ['sync', '--json', '--quiet', ...local], environment);
    expect(second).toMatchObject({ code: 0, error: '' });
    expect(JSON.parse(second.out)).toMatchObject({ snapshot: 2, state: 'Connected', counts: { user: 128 } });

    const [membership] = logto.tenant.truth().memberships;
    const user = membership?.userId ?? '';
    const entitlement = `organization:${membership?.organizationId}:member`;
    const answers = await Promise.all(
      [
        ['snapshots'],
        ['stats'],
        ['resources', 'user', '--json'],
        ['access', user, '--json'],
        ['principals', entitlement],
        ['grants', '--snapshot', '1', '--json'],
        ['diff', '--json'],
        ['export', 'csv', '--format', 'csv'],
      ].map((args) => run(folder, args)),
    );
    expect(answers.map(({ code, error }) => `${code}${error}`)).toEqual(answers.map(() => '0'));
    const [snapshots, stats, resources, access, principals, grants, diff] = answers.map(({ out }) => out);
    expect(snapshots).toMatch(/^snapshot +state +started.*\n-.*\n2 +Connected .* security\n1 +Connected/);
    expect(stats).toMatch(/user +128\n/);
    expect(resources?.trim().split('\n')).toHaveLength(128);
    expect(access).toContain(`"id":"${entitlement}"`);
    expect(principals).toContain(user);
    expect(grants?.trim().split('\n').length).toBeGreaterThan(100);
    const changes = (diff ?? '')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { change: string }).change);
    expect(changes.filter((change) => change === 'deleted').length).toBeGreaterThanOrEqual(2);
    expect(changes).toContain('modified');

    const csv = readFileSync(join(folder, 'csv/resources.csv'), 'utf8');
    expect(csv.startsWith('"type","id","displayName"')).toBe(true);
    expect(csv).not.toMatch(/(?:^|,)"[=+@]/m);
    for (const file of ['logto-governance.db', 'logto-governance.db.log', 'csv/resources.csv']) {
      expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
    }
    const log = readFileSync(join(folder, 'logto-governance.db.log'), 'utf8').trim().split('\n');
    const events = log.map((line) => JSON.parse(line) as { event: string });
    expect(events.map(({ event }) => event)).toEqual(expect.arrayContaining(['started', 'phase', 'ended']));
    expect(log.join()).not.toContain(logto.clientSecret);
  });

  it('stops cleanly at Ctrl-C, says how to go on, and goes on', async () => {
    const logto = await testLogto({ seed: { ...seed, organizations: 60 }, rateLimit: { requests: 20, seconds: 2 } });
    const folder = testFolder();
    const environment = environmentOf(logto);
    const child = start(folder, ['sync', ...local], environment);
    const output = Promise.all([text(child.stdout), text(child.stderr)]);
    const paused = new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('waiting')) resolve();
      });
    });
    await paused;
    child.kill('SIGINT');
    await once(child, 'close');
    const [out, error] = await output;
    expect(child.exitCode).toBe(130);
    expect(out).toContain('Snapshot 1: Syncing');
    expect(error).toContain('run sync again to go on');
    const again = await run(folder, ['sync', ...local], environment);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Snapshot 1: Connected, resumed') });
  });

  it('tells by its exit code what has come of it', async () => {
    const logto = await testLogto({ seed });
    const environment = environmentOf(logto);
    const folder = testFolder();
    logto.use('users/total-high');
    const unsealed = await run(folder, ['sync', '--quiet', ...local], environment);
    expect(unsealed).toMatchObject({ code: 3, out: expect.stringContaining('not sealed: ') });
    expect(await run(folder, ['stats'])).toMatchObject({
      code: 2,
      error: expect.stringContaining('no sealed snapshot'),
    });
    expect(await run(folder, ['stats', '--snapshot', '1'])).toMatchObject({
      code: 0,
      error: 'Snapshot 1 is not sealed: it may lack records.\n',
    });
    logto.use('users/status-429-huge');
    const limited = await run(folder, ['sync', '--quiet', ...local], environment);
    expect(limited).toMatchObject({ code: 1, error: expect.stringContaining('Try again in ') });
    const wrong = await run(folder, ['diagnose', ...local], { ...environment, LOGTO_CLIENT_SECRET: 'wrong-secret' });
    expect(wrong).toMatchObject({ code: 2, out: expect.stringContaining('refuses the app secret') });
    expect(await run(folder, ['sync', '--quiet'], environment)).toMatchObject({
      code: 2,
      error: expect.stringContaining('privateHosts'),
    });
  });

  it('reads its configuration from a file, the environment being stronger, and warns of one that others can read', async () => {
    const logto = await testLogto({ seed });
    const folder = testFolder();
    const { baseUrl, clientId, clientSecret } = logto;
    const file = join(folder, 'logto.json');
    writeFileSync(file, JSON.stringify({ baseUrl, clientId: 'another', clientSecret }), { mode: 0o644 });
    const args = ['diagnose', '--config', file, ...local];
    const open = await run(folder, args, { LOGTO_CLIENT_ID: clientId });
    expect(open).toMatchObject({ code: 0, error: expect.stringContaining('chmod 600') });
    chmodSync(file, 0o600);
    expect(await run(folder, args)).toMatchObject({ code: 2, error: '' });
    writeFileSync(file, 'no JSON');
    expect(await run(folder, args)).toMatchObject({ code: 2, error: 'The configuration file is not JSON.\n' });
  });

  it('explains itself, and refuses what it does not know, without repeating it', async () => {
    const folder = testFolder();
    expect(await run(folder, ['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
    expect(await run(folder, ['--version'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const refused = [
      [],
      ['snyc'],
      ['sync', '--client-secret=canary-secret'],
      ['sync', '--client-secret', 'canary-secret'],
      ['access'],
      ['stats', '--snapshot', 'canary-secret'],
      ['export'],
      ['sync', '--keep', '0'],
      ['resources', 'canary'],
    ];
    const results = await Promise.all(refused.map((args) => run(folder, args)));
    for (const { code, out, error } of results) {
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(error).toMatch(/\S/);
      expect(error).not.toContain('canary');
    }
    expect(existsSync(join(folder, 'logto-governance.db'))).toBe(false);
  });
});
