import { describe, expect, test } from 'vitest';
import { toPerson } from './person.ts';

const userInfo = { id: '1', issuer: 'https://id.test', rawData: {} };
/** What a package may say that does not keep to the contract. */
const claimed = (changes: Record<string, unknown>) => toPerson({ ...userInfo, ...changes });

describe('toPerson', () => {
  test('keeps what fits, and nothing of what nobody vouches for', () => {
    const person = claimed({
      email: 'Ada@Example.test',
      unverifiedEmail: 'eve@example.test',
      phone: '+14155550100',
      name: ' Ada\u0000 Lovelace\u001B[31m ',
      avatar: 'https://people.test/ada.png',
    });
    expect(person).toEqual({
      subject: '1',
      issuer: 'https://id.test',
      email: 'Ada@Example.test',
      phone: '+14155550100',
      name: 'Ada Lovelace[31m',
      avatar: 'https://people.test/ada.png',
    });
    expect(claimed({ unverifiedEmail: 'eve@example.test' }).email).toBeNull();
  });

  test.each([
    ['missing', { id: undefined }],
    ['empty', { id: '' }],
    ['an object', { id: { sub: '1' } }],
    ['a number', { id: 1 }],
    ['with a NUL, which PostgreSQL cannot store', { id: '1\u0000' }],
    ['half of a surrogate pair, which is stored as another text', { id: 'a\uD800' }],
    ['gigantic', { id: 'x'.repeat(256) }],
    ['without an issuer', { issuer: undefined }],
    ['with an empty issuer', { issuer: '' }],
  ])('attack: missing, empty or object subject is an error, never a random id: %s', (_, changes) => {
    expect(() => claimed(changes)).toThrow(expect.objectContaining({ code: 'invalid_response' }));
  });

  test.each([
    ['email', 'no-address'],
    ['email', 'a@b\u0000.test'],
    ['email', 'a b@c.test'],
    ['email', ['a@b.test']],
    ['email', `${'x'.repeat(320)}@b.test`],
    ['phone', '0041 44 000 00 00'],
    ['phone', 41],
    ['name', '\u0000 '],
    ['name', { first: 'Ada' }],
    ['avatar', 'javascript:alert(1)'],
    ['avatar', 'data:image/svg+xml,<svg/>'],
    ['avatar', 'no address'],
  ] as const)('leaves out an odd %s: %j', (field, value) => {
    expect(claimed({ [field]: value })[field]).toBeNull();
  });

  test('cuts a long name between characters', () => {
    expect(claimed({ name: `${'x'.repeat(255)}\u{1F600}` }).name).toBe('x'.repeat(255));
  });
});
