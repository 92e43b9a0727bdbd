import { timingSafeEqual } from 'node:crypto';
import type { MessageType } from '@jackfield/connector-kit';
import { HostError } from '../host-error.ts';
import type { Keys } from '../keys/keys.ts';

/** What a code is good for: this row, and nothing else. */
export interface CodeBinding {
  readonly id: string;
  readonly address: string;
  readonly purpose: MessageType;
  readonly sessionHash: string;
}

/** What the database keeps of a code: whoever reads it there cannot tell the code without the key. */
export function macOf(keys: Keys, binding: CodeBinding, code: string, keyId = keys.currentId): string {
  const { id, address, purpose, sessionHash } = binding;
  return `${keyId}.${keys.mac('code', [id, address, purpose, sessionHash, code], keyId)}`;
}

/** Whether `stored` is of this code. A code whose key is gone is no longer good. */
export function isCode(keys: Keys, binding: CodeBinding, code: string, stored: string): boolean {
  const expected = Buffer.from(stored);
  const [keyId = ''] = stored.split('.', 1);
  try {
    const actual = Buffer.from(macOf(keys, binding, code, keyId));
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  } catch (error) {
    if (HostError.isInstance(error) && error.code === 'sealed_wrong_key') return false;
    throw error;
  }
}
