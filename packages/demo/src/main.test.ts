import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { testServer } from '@jackfield/connector-host/testing';
import { createHttpBrowser } from '@jackfield/example-app/http-browser';
import { expect, onTestFinished, test } from 'vitest';
import { runDemoProcess, startDemo } from './testing/demo-process.ts';

const walked = new RegExp(
  [
    String.raw`^Open http://127\.0\.0\.1:\d+/ \(end with Ctrl-C\)`,
    'Added: oidc-standard, oauth-standard, github, google, smtp-email, twilio-sms, logto-governance',
    String.raw`Signed in: Ada Lovelace, ada-1815 of http://127\.0\.0\.1:\d+`,
    String.raw`Mail: code \d{6} to ada\.\w+@example\.test, confirmed`,
    String.raw`SMS: code \d{6} to \+1\d{10}, confirmed`,
    String.raw`Replaced: demo-email by demo-other-email; code \d{6} to grace\.\w+@example\.test, confirmed`,
    'Synced: snapshot 1, Connected, 250 user, 12 organization, 4 organization-role, 48 entitlements, 625 grants',
    'Exported: 7 connectors; imported into another host: 7',
    String.raw`Audit log: \d+ entries, intact`,
    '$',
  ].join('\n'),
);

test('the walk goes through on SQLite, and nothing is left behind', async () => {
  const { output, errors, code, folder } = await runDemoProcess(['--smoke']);
  expect(errors).toBe('');
  expect(output).toMatch(walked);
  expect(code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('the walk goes through on PostgreSQL, also a second time', async () => {
  const server = await testServer();
  onTestFinished(() => server.close());
  const environment = { DATABASE_URL: await server.createDatabase() };
  const data = mkdtempSync(join(tmpdir(), 'jackfield-demo-data-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const args = ['--smoke', '--data', data];
  const first = await runDemoProcess(args, environment);
  expect(first).toMatchObject({ code: 0, errors: expect.stringContaining('keys.on_this_machine') });
  expect(first.output).toMatch(walked);
  const second = await runDemoProcess(args, environment);
  expect(second.output).toContain('Synced: snapshot 2, Connected');
  expect(second.code).toBe(0);
});

test('it prints an address and a token, shows the page, and ends in order', async () => {
  const { child } = startDemo([]);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    if (line.includes('jackfield --help')) break;
  }
  const printed = lines.join('\n');
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
  const token = /jf_[\w-]{43}/.exec(printed)?.[0] ?? '';
  const answer = await fetch(`${origin}/api/connectors`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);

  const browser = createHttpBrowser(AbortSignal.timeout(10_000));
  const page = await browser.open(`${origin}/`);
  expect(page.body).toContain('Sign in with Demo provider');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  const people = await browser.open(`${origin}/sign-in/demo-oidc?return_to=/`);
  const home = await browser.send(people, '', { sub: 'grace-1906' });
  expect(home.body).toContain('Grace Hopper');
  const wrong = await browser.send(home, '/demo/codes', { to: 'nobody' });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('role="alert"');
  const forged = await fetch(`${origin}/demo/codes`, { method: 'POST', headers: { origin: 'https://evil.test' } });
  expect(forged.status).toBe(403);

  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test.each([[['--prot', '1']], [['extra']]])('wrong arguments are explained: %j', async (args) => {
  const { output, errors, code } = await runDemoProcess(args);
  expect({ output, code }).toEqual({ output: '', code: 2 });
  expect(errors).toContain('Usage: npx pnpm@12 start');
});

test('a port that is none is explained', async () => {
  const { errors, code } = await runDemoProcess(['--smoke', '--port', '65536']);
  expect(code).toBe(2);
  expect(errors).toContain('PORT (--port)');
});
