import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { outsideOfVitest, runCommand } from './command.ts';

const script = fileURLToPath(new URL('run-tests.ts', import.meta.url));
const config = 'export default { test: { globals: true } };';

/** Runs the script on a project of its own. */
async function runTests(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'jackfield-run-tests-'));
  try {
    for (const [name, text] of Object.entries({ 'vitest.config.mjs': config, ...files })) {
      writeFileSync(join(root, name), text);
    }
    const result = await runCommand(process.execPath, [script, '--root', root], { env: outsideOfVitest() });
    return { status: result.status, lastLine: result.stdout.trimEnd().split('\n').at(-1) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const passing = `it('one', () => {}); it('two', () => {});`;

describe('run-tests', { concurrent: true }, () => {
  it('counts passed tests and succeeds', async () => {
    expect(await runTests({ 'good.test.ts': passing })).toMatchObject({ status: 0, lastLine: '2 passed, 0 failed' });
  });

  it('counts failed and skipped tests and fails', async () => {
    const failing = `it('bad', () => { throw new Error('x'); }); it.skip('later', () => {});`;
    expect(await runTests({ 'good.test.ts': passing, 'bad.test.ts': failing })).toMatchObject({
      status: 1,
      lastLine: '2 passed, 1 failed, 1 skipped',
    });
  });

  it('counts a file that does not load as failed', async () => {
    const broken = `import './missing.ts';`;
    expect(await runTests({ 'good.test.ts': passing, 'broken.test.ts': broken })).toMatchObject({
      status: 1,
      lastLine: '2 passed, 1 failed',
    });
  });

  it('counts a hook that throws after the tests as failed', async () => {
    const hook = `it('one', () => {}); afterAll(() => { throw new Error('x'); });`;
    expect(await runTests({ 'hook.test.ts': hook })).toMatchObject({ status: 1, lastLine: '1 passed, 1 failed' });
  });

  it('counts an unhandled rejection as failed', async () => {
    const rejection = `it('one', () => { void Promise.reject(new Error('x')); });`;
    expect(await runTests({ 'rejection.test.ts': rejection })).toMatchObject({
      status: 1,
      lastLine: '1 passed, 1 failed',
    });
  });

  it('fails when nothing ran', async () => {
    expect(await runTests({})).toMatchObject({ status: 1 });
    const skipped = `it.skip('later', () => {});`;
    expect(await runTests({ 'skipped.test.ts': skipped })).toMatchObject({
      status: 1,
      lastLine: '0 passed, 0 failed, 1 skipped',
    });
  });
});
