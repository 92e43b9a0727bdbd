import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keysFromFile, keysFromText, newKey } from './key-ring.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jackfield-keys-'));
  path = join(folder, 'keys');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a key file', () => {
  it('is made once, for its owner only', () => {
    const first = keysFromFile(path).read();
    expect(first).toHaveLength(1);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(keysFromFile(path).read()).toEqual(first);
  });

  it('is refused when others may read it, with the command that mends it', () => {
    keysFromFile(path);
    chmodSync(path, 0o640);
    expect(thrown(() => keysFromFile(path))).toMatchObject({
      code: 'key_invalid',
      hint: expect.stringContaining('chmod 600'),
    });
  });

  it('takes a new key first, and forgets the old ones when told to', () => {
    const ring = keysFromFile(path);
    const [old] = ring.read();
    ring.add?.();
    expect(ring.read()).toHaveLength(2);
    expect(ring.read()[1]).toEqual(old);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    ring.keepNewest?.();
    expect(ring.read()).toHaveLength(1);
    expect(ring.read()[0]).not.toEqual(old);
  });

  it('survives a draft that a killed process left', () => {
    const ring = keysFromFile(path);
    writeFileSync(`${path}.new`, 'half a k');
    ring.add?.();
    expect(ring.read()).toHaveLength(2);
    expect(existsSync(`${path}.new`)).toBe(false);
  });

  it('is never shown in an error', () => {
    const key = newKey();
    writeFileSync(path, `${key}x\n`, { mode: 0o600 });
    const error = thrown(() => keysFromFile(path));
    expect(error).toMatchObject({ code: 'key_invalid' });
    expect(JSON.stringify(error) + String(error)).not.toContain(key.slice(0, 20));
    expect(readFileSync(path, 'utf8')).toContain(key);
  });
});

describe('keys from the environment', () => {
  it('are several, newest first', () => {
    const [newest, oldest] = [newKey(), newKey()];
    expect(
      keysFromText(` ${newest}, ${oldest} `, 'KEYS')
        .read()
        .map((key) => key.toString('base64url')),
    ).toEqual([newest, oldest]);
  });

  it.each(['', 'secret', newKey().slice(1), `${newKey()},short`, `${newKey()}=`])('refuses %j', (text) => {
    expect(thrown(() => keysFromText(text, 'KEYS').read())).toMatchObject({
      code: 'key_invalid',
      hint: expect.stringContaining('KEYS'),
    });
  });
});
