import { randomBytes } from 'node:crypto';
import { without } from '../json.ts';
import type { Variant } from '../scripted/variant.ts';
import { claims, signed } from './id-token-changes.ts';

/** Whether it is an ID token at all. */
export const idTokenShapeVariants = {
  'id-token/missing': { description: 'No ID token.', tokens: (body) => without(body, 'id_token') },
  'id-token/null': signed('The ID token is null.', () => null),
  'id-token/number': signed('The ID token is a number.', () => 4711),
  'id-token/empty': signed('The ID token is empty.', () => ''),
  'id-token/garbage': signed('The ID token is no JWT.', () => 'this is not a token'),
  'id-token/garbage-parts': signed('Three parts that are no JSON.', () => 'YQ.Yg.Yw'),
  'id-token/encrypted': signed('An encrypted token, which nobody asked for.', () => {
    const head = Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256GCM"}').toString('base64url');
    return [head, ...[256, 12, 300, 16].map((length) => randomBytes(length).toString('base64url'))].join('.');
  }),
  'id-token/oversized': claims('Claims of eight megabytes.', (fields) => ({
    ...fields,
    padding: 'x'.repeat(8 * 1024 * 1024),
  })),
} as const satisfies Record<string, Variant>;
