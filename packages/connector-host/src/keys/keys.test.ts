import { expect, it } from 'vitest';
import { type KeyRing, keysFromText, newKey } from './key-ring.ts';
import { createKeys } from './keys.ts';

const ringOf = (...keys: string[]): KeyRing => keysFromText(keys.join(','), 'KEYS');
const context = ['connectors', 'row', 1];

const codeOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
  return undefined;
};

it('opens what it sealed, and never seals alike', () => {
  const keys = createKeys(ringOf(newKey()));
  const sealed = [keys.seal('a secret', context), keys.seal('a secret', context)];
  expect(sealed.map((one) => keys.open(one, context))).toEqual(['a secret', 'a secret']);
  expect(new Set(sealed).size).toBe(2);
  expect(sealed.join()).not.toContain('secret');
});

it('attack: ciphertext moved from another row', () => {
  const keys = createKeys(ringOf(newKey()));
  const sealed = keys.seal('a secret', context);
  expect(codeOf(() => keys.open(sealed, ['connectors', 'other', 1]))).toBe('sealed_damaged');
  expect(codeOf(() => keys.open(sealed, ['connectors', 'row', 2]))).toBe('sealed_damaged');
  expect(codeOf(() => keys.open(sealed, ['connectors', 'row', '1']))).toBe('sealed_damaged');
});

it('attack: a database row edited by hand', () => {
  const keys = createKeys(ringOf(newKey()));
  const sealed = keys.seal('a secret', context);
  const last = sealed.at(-2) === 'A' ? 'B' : 'A';
  const [version, id, text = ''] = sealed.split('.');
  const odd = [
    sealed.slice(0, -2) + last + sealed.slice(-1),
    '',
    'v1',
    'plain text',
    `v2.${id}.${text}`,
    `${version}.${id}.${text.slice(0, 30)}`,
  ];
  expect(odd.map((one) => codeOf(() => keys.open(one, context)))).toEqual(odd.map(() => 'sealed_damaged'));
});

it('attack: a wrong key', () => {
  const sealed = createKeys(ringOf(newKey())).seal('a secret', context);
  expect(codeOf(() => createKeys(ringOf(newKey())).open(sealed, context))).toBe('sealed_wrong_key');
});

it('opens with an older key, and says what to seal anew', () => {
  const [oldKey, nextKey] = [newKey(), newKey()];
  const sealed = createKeys(ringOf(oldKey)).seal('a secret', context);
  const keys = createKeys(ringOf(nextKey, oldKey));
  expect(keys.open(sealed, context)).toBe('a secret');
  expect(keys.isCurrent(sealed)).toBe(false);
  expect(keys.isCurrent(keys.seal('a secret', context))).toBe(true);
});

it('attack: an initialization vector used twice', () => {
  const [one, other] = [createKeys(ringOf(newKey())), createKeys(ringOf(newKey()))];
  const sealed = Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? one : other).seal('a secret', context));
  const ivs = sealed.map((text) =>
    Buffer.from(text.split('.')[2] ?? '', 'base64url')
      .subarray(0, 12)
      .toString('hex'),
  );
  expect(new Set(ivs).size).toBe(1000);
  expect(ivs).not.toContain('0'.repeat(24));
});

it('reads its keys again when another process has added one', () => {
  const [oldKey, nextKey] = [newKey(), newKey()];
  let ring = ringOf(oldKey);
  const keys = createKeys({ source: 'a file', read: () => ring.read() });
  ring = ringOf(nextKey, oldKey);
  const sealed = createKeys(ring).seal('a secret', context);
  expect(keys.open(sealed, context)).toBe('a secret');
});

it('has a MAC of its own for each purpose, key and split of the parts', () => {
  const keys = createKeys(ringOf(newKey(), newKey()));
  const [, old] = keys.ids();
  const macs = [
    keys.mac('code', ['a', 'b']),
    keys.mac('code', ['ab']),
    keys.mac('audit', ['a', 'b']),
    keys.mac('code', ['a', 'b'], old),
  ];
  expect(new Set(macs).size).toBe(4);
  expect(keys.mac('code', ['a', 'b'])).toBe(macs[0]);
  expect(codeOf(() => keys.mac('code', ['a'], 'nobody'))).toBe('sealed_wrong_key');
});
