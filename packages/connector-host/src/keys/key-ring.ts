import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { HostError } from '../host-error.ts';

/** Bytes of a key-encryption key: AES-256. */
const keyBytes = 32;

/** Where the key-encryption keys come from, newest first. The first encrypts; the others still decrypt. */
export interface KeyRing {
  /** Named in messages to operators. */
  readonly source: string;
  /** @throws `key_invalid` */
  read(): readonly Buffer[];
  /** Another text whenever the keys may have changed; absent where they cannot. Cheap: it is asked before each use. */
  readonly stamp?: () => string;
  /** Puts a new key first; `undefined` when the keys are not the host's to write (they came from the environment). */
  readonly add?: () => void;
  /** Keeps only the first key. */
  readonly keepNewest?: () => void;
}

/** A new key, as text: 32 random bytes in base64url. */
export function newKey(): string {
  return randomBytes(keyBytes).toString('base64url');
}

/**
 * Keys from an environment variable: one, or several with commas between them, newest first.
 *
 * @param name of the variable, for messages
 */
export function keysFromText(text: string, name: string): KeyRing {
  return {
    source: `the environment variable ${name}`,
    read: () => parseKeys(text.split(','), `The environment variable ${name}`),
  };
}

/**
 * Keys from a file, one a line, newest first, that only its owner may read. It is made when it is not there.
 *
 * @throws `key_invalid` when others may read it, or when it cannot be read or made
 */
export function keysFromFile(path: string): KeyRing {
  const ring = {
    source: `the key file ${path}`,
    read: () => parseKeys(readLines(path), `The key file ${path}`),
    stamp: () => stampOf(path),
    add: () => writeKeys(path, [newKey(), ...readLines(path)]),
    keepNewest: () => writeKeys(path, readLines(path).slice(0, 1)),
  };
  makeKeyFile(path);
  ring.read();
  return ring;
}

function parseKeys(lines: readonly string[], where: string): readonly Buffer[] {
  const texts = lines.map((line) => line.trim()).filter((line) => line !== '');
  const keys = texts.map((text) => Buffer.from(text, 'base64url'));
  const isRight = keys.every((key, index) => key.length === keyBytes && key.toString('base64url') === texts[index]);
  if (keys.length > 0 && isRight) return keys;
  throw new HostError('key_invalid', {
    hint: `${where} must hold keys of 32 random bytes in base64url (43 characters each). "openssl rand -base64 32 | tr +/ -_ | tr -d =" makes one.`,
  });
}

/** Each change replaces the file by another one. */
function stampOf(path: string): string {
  const { ino = 0, mtimeMs = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return `${ino} ${mtimeMs} ${size}`;
}

function readLines(path: string): readonly string[] {
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      throw new HostError('key_invalid', { hint: `Others may read the key file ${path}. Run: chmod 600 ${path}` });
    }
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch (cause) {
    throw HostError.isInstance(cause)
      ? cause
      : new HostError('key_invalid', { hint: `The key file ${path} cannot be read.`, cause });
  }
}

/** Of two processes that start at once, one makes it; the other reads it, and never half of it. */
function makeKeyFile(path: string): void {
  if (existsSync(path)) return;
  const draft = `${path}.${randomBytes(6).toString('hex')}.new`;
  try {
    writeWhole(draft, `${newKey()}\n`);
    linkSync(draft, path);
    flushFolder(path);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return;
    throw new HostError('key_invalid', { hint: `The key file ${path} cannot be made.`, cause });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Replaces the file at once: a process that dies here leaves the old keys or the new ones. */
function writeKeys(path: string, lines: readonly string[]): void {
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  writeWhole(draft, `${lines.join('\n')}\n`);
  renameSync(draft, path);
  flushFolder(path);
}

/** What is encrypted from now on must not outlive the name of the file that has the key: not even a power cut. */
function flushFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
