import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { HostError } from '../host-error.ts';
import type { KeyRing } from './key-ring.ts';
import { createRandomIvs } from './random-ivs.ts';

/** NIST SP 800-38D: 96 bits, random; a row is sealed far less often than 2^32 times under one key. */
const ivBytes = 12;
const tagBytes = 16;

const nextIv = createRandomIvs(ivBytes);

/** Encryption and message authentication under the key-encryption keys. */
export interface Keys {
  readonly ring: KeyRing;
  /** Short name of the key that encrypts now; reveals nothing of it. */
  readonly currentId: string;
  /**
   * AES-256-GCM.
   *
   * @param context what the value belongs to (table, row, version); the same must be given to {@link open}
   */
  seal(plain: string, context: readonly (string | number)[]): string;
  /**
   * @throws `sealed_wrong_key` when it was sealed with a key that is not here; `sealed_damaged` when it was changed, or
   *   belongs elsewhere
   */
  open(sealed: string, context: readonly (string | number)[]): string;
  /** Whether the value was sealed with the key that encrypts now. */
  isCurrent(sealed: string): boolean;
  /** Ids of all keys, newest first. */
  ids(): readonly string[];
  /**
   * HMAC-SHA-256 in base64url, under a key derived (HKDF) from a key-encryption key.
   *
   * @param purpose what the derived key is for; each purpose has its own
   * @param keyId default: the current key
   * @throws `sealed_wrong_key` when there is no key of that id
   */
  mac(purpose: string, parts: readonly (string | number)[], keyId?: string): string;
  /** Reads the ring again, after it was changed here or by another process. */
  reload(): void;
}

interface Key {
  readonly id: string;
  /** Key objects: bytes would be made into one at each use. */
  readonly encryption: KeyObject;
  /** By purpose. */
  readonly macs: Map<string, KeyObject>;
  readonly secret: Buffer;
}

export function createKeys(ring: KeyRing): Keys {
  let stamp = ring.stamp?.();
  let keys = toKeys(ring.read());

  const reload = (): void => {
    stamp = ring.stamp?.();
    keys = toKeys(ring.read());
  };
  /** A process that went on encrypting with the old key would lose what it wrote when that key is dropped. */
  const followRing = (): void => {
    try {
      if (ring.stamp !== undefined && ring.stamp() !== stamp) reload();
    } catch {
      // A file that is gone, or being edited, is no reason to stop: what was read before still works.
    }
  };
  const current = (): Key => {
    followRing();
    const [key] = keys;
    if (!key) throw new HostError('key_invalid', { hint: 'There is no key.' });
    return key;
  };
  /** Another process may have added a key in the meantime. */
  const find = (id: string): Key => {
    const known = keys.find((key) => key.id === id);
    if (known) return known;
    reload();
    const added = keys.find((key) => key.id === id);
    if (added) return added;
    throw new HostError('sealed_wrong_key', {
      hint: `It needs the key ${/^[\w-]{8}$/.test(id) ? id : '(unreadable)'}, and ${ring.source} has ${keys.map((key) => key.id).join(', ')}. Add the old key after the new one.`,
    });
  };

  return {
    ring,
    get currentId() {
      return current().id;
    },
    seal(plain, context) {
      const { id, encryption } = current();
      const iv = nextIv();
      const cipher = createCipheriv('aes-256-gcm', encryption, iv).setAAD(toBytes(context));
      const sealed = Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${id}.${sealed.toString('base64url')}`;
    },
    open(sealed, context) {
      const [version, id = '', text = ''] = sealed.split('.');
      const bytes = Buffer.from(text, 'base64url');
      if (version !== 'v1' || bytes.length < ivBytes + tagBytes) throw damaged();
      const { encryption } = find(id);
      const decipher = createDecipheriv('aes-256-gcm', encryption, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(toBytes(context))
        .setAuthTag(bytes.subarray(-tagBytes));
      try {
        return decipher.update(bytes.subarray(ivBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8');
      } catch (cause) {
        throw damaged(cause);
      }
    },
    isCurrent: (sealed) => sealed.startsWith(`v1.${current().id}.`),
    ids: () => keys.map((key) => key.id),
    mac(purpose, parts, keyId) {
      const key = keyId === undefined ? current() : find(keyId);
      const secret = key.macs.get(purpose) ?? createSecretKey(derive(key.secret, `mac ${purpose}`));
      key.macs.set(purpose, secret);
      return createHmac('sha256', secret).update(toBytes(parts)).digest('base64url');
    },
    reload,
  };
}

function toKeys(secrets: readonly Buffer[]): readonly Key[] {
  return secrets.map((secret) => ({
    id: derive(secret, 'id').toString('base64url').slice(0, 8),
    encryption: createSecretKey(derive(secret, 'encryption')),
    macs: new Map(),
    secret,
  }));
}

/** RFC 5869. */
function derive(secret: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `jackfield ${purpose}`, 32));
}

function toBytes(parts: readonly (string | number)[]): Buffer {
  return Buffer.from(JSON.stringify(parts));
}

function damaged(cause?: unknown): HostError {
  return new HostError('sealed_damaged', {
    hint: 'Somebody has changed the row outside the program, or moved the value from another row. Enter it anew.',
    cause,
  });
}
