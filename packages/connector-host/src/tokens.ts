import { hash } from 'node:crypto';
import type { Random } from '@jackfield/connector-kit';

/** 32 random bytes in base64url. */
export function randomToken(random: Random): string {
  return Buffer.from(random.bytes(32)).toString('base64url');
}

/** An id for a row: 12 random bytes in hexadecimal, so that it is never taken for an option on a command line. */
export function randomId(random: Random): string {
  return Buffer.from(random.bytes(12)).toString('hex');
}

/** SHA-256 in base64url: what the database keeps of a random token. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'base64url');
}
