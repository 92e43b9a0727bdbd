import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHelper } from './helper-process.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-helper-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('startHelper', () => {
  it('says why a script ended instead of answering', async () => {
    const helper = startHelper(folder, 'fake-provider.ts', ['@jackfield/unknown', '']);
    await expect(helper.ask({})).rejects.toThrow('No fake provider is known for @jackfield/unknown');
    await helper.close();
  });

  it('says that what a script needs is not installed', async () => {
    const helper = startHelper(folder, 'fake-provider.ts', ['@jackfield/smtp-email', '']);
    await expect(helper.ask({})).rejects.toThrow('connector-test-kit');
    await helper.close();
  });
});
