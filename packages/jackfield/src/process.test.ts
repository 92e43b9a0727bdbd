import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createApplication } from './testing/application.ts';
import { jsonLines, runProcess, startCommand } from './testing/command.ts';

const canary = 'canary-0b52ce';
const github = ['connectors', 'add', 'github', '--set', 'clientId=Iv1.abc', '--config', '-'];

test('a piped run has no colours and no secrets, and what it makes is for its owner alone', async () => {
  const folder = createApplication(['github']);
  mkdirSync(join(folder, '.jackfield'), { mode: 0o755 });
  const environment = { FORCE_COLOR: '1' };
  const input = JSON.stringify({ clientId: '', clientSecret: canary });
  const added = await runProcess(github, { folder, environment, input });
  expect(added).toMatchObject({
    code: 0,
    output: expect.stringMatching(/^Added github as \S+, target github\.\n$/),
    errors: '',
  });
  const modes = ['keys', 'jackfield.sqlite'].map((name) => statSync(join(folder, '.jackfield', name)).mode & 0o077);
  expect(modes).toEqual([0, 0]);
  expect(readFileSync(join(folder, '.jackfield/jackfield.sqlite')).includes(canary)).toBe(false);

  const listed = await runProcess(['connectors', 'list', '--json'], { folder, environment });
  expect(jsonLines(listed.output)).toMatchObject([{ connectorId: 'github', secretsSet: ['clientSecret'] }]);
  const texts = [added, listed].map(({ output, errors }) => output + errors).join('');
  expect(texts).not.toContain('\u001B');
  expect(texts).not.toContain(canary);
});

test('exit codes reach the shell, and errors have no stack', async () => {
  const folder = createApplication();
  expect(await runProcess(['--version'], { folder })).toMatchObject({ code: 0, errors: '' });
  const wrong = await runProcess(['connectors', 'list', '--json'], { folder });
  expect(wrong).toMatchObject({ code: 2, output: '' });
  expect(jsonLines(wrong.errors)).toEqual([
    { error: { code: 'usage', message: expect.any(String), retryable: false } },
  ]);
  const environment = { DATABASE_URL: 'postgres://jackfield@127.0.0.1:1/none' };
  const failed = await runProcess(['tokens', 'list'], { folder, environment });
  expect(failed).toMatchObject({ code: 1, output: '' });
  expect(failed.errors).not.toMatch(/\n\s+at /);
});

test('a reader that has had enough is no failure', async () => {
  const child = startCommand(['completion', 'zsh'], { folder: createApplication() });
  child.stdout.destroy();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

test('the completion that the command prints is bash', async () => {
  const { output } = await runProcess(['completion', 'bash'], { folder: createApplication() });
  const bash = spawn('bash', ['-n'], { stdio: ['pipe', 'ignore', 'inherit'] });
  bash.stdin.end(output);
  expect(await once(bash, 'exit')).toEqual([0, null]);
});
