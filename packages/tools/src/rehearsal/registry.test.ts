import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runChecked, runCommand } from '../command.ts';
import { type Registry, startRegistry } from './registry.ts';

let folder = '';
let registry: Registry;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-registry-'));
  registry = await startRegistry(join(folder, 'registry'));
});
afterAll(async () => {
  await registry.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the registry of a rehearsal', () => {
  it('takes packages of this project, and serves what was published', async () => {
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@jackfield/sample', version: '1.0.0' }));
    writeFileSync(join(folder, '.npmrc'), registry.npmrc);
    await runChecked('npm', ['publish', '--access', 'public'], { cwd: folder });
    const { stdout } = await runChecked('npm', ['view', '@jackfield/sample', 'version', ...registry.npmArguments]);
    expect(stdout.trim()).toBe('1.0.0');
  });

  it('has nothing else, and takes nothing else', async () => {
    const foreign = await fetch(`${registry.url}zod`);
    expect(foreign.ok).toBe(false);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'zod', version: '99.0.0' }));
    expect((await runCommand('npm', ['publish'], { cwd: folder })).status).not.toBe(0);
  });

  it('asks npm for a scoped package by version, and for another one by address', () => {
    expect(registry.specifier('@jackfield/github', '1.0.0')).toBe('@jackfield/github@1.0.0');
    expect(registry.specifier('jackfield', '1.0.0')).toBe(`${registry.url}jackfield/-/jackfield-1.0.0.tgz`);
  });
});
