import { describe, expect, it } from 'vitest';
import { readPath, readPerson, readSubject } from './claims.ts';

describe('readPath', () => {
  const claims = { a: { b: [{ c: 1 }] }, 'https://example.com/roles': ['x'], 'a.b': 'whole' };
  it.each([
    ['a.b.0.c', 1],
    ['a.b', 'whole'],
    ['https://example.com/roles', ['x']],
    ['a.x', undefined],
    ['a.b.c.d', undefined],
    ['', undefined],
    ['constructor', undefined],
    ['__proto__.polluted', undefined],
    ['a.b.length', undefined],
    ['toString.name', undefined],
    ['a.constructor', undefined],
  ])('%s', (path, value) => {
    expect(readPath(path === 'a.b.length' ? { a: { b: 'text' } } : claims, path)).toEqual(value);
  });
});

describe('readSubject', () => {
  it.each([
    ['abc', 'abc'],
    [42, '42'],
    [0, '0'],
    ['9007199254740993', '9007199254740993'],
  ])('%j', (id, expected) => expect(readSubject({ id }, 'id')).toBe(expected));

  it.each([undefined, null, '', ' ', {}, [], true, 1.5, Number.NaN, 2 ** 53, 'x'.repeat(256)])(
    'attack: missing, empty or object subject is an error, never a random id: %j',
    (id) => {
      expect(() => readSubject({ id }, 'id')).toThrow(expect.objectContaining({ code: 'invalid_response' }));
    },
  );
});

describe('readPerson', () => {
  it('reads nested paths', () => {
    const claims = { user: { mails: [{ value: 'a@x.test', ok: true }], tel: '+15550100', told: 'true', nick: 'Al' } };
    const paths = {
      email: 'user.mails.0.value',
      emailVerified: 'user.mails.0.ok',
      phone: 'user.tel',
      phoneVerified: 'user.told',
      name: 'user.nick',
    };
    expect(readPerson([claims], paths)).toEqual({ email: 'a@x.test', phone: '+15550100', name: 'Al' });
  });

  it('attack: the standard mark blesses an address at another path', () => {
    const claims = {
      upn: 'victim@x.test',
      email: 'attacker@x.test',
      email_verified: true,
      tel: '+15550100',
      phone_number_verified: true,
    };
    expect(readPerson([claims], { email: 'upn', phone: 'tel' })).toEqual({ unverifiedEmail: 'victim@x.test' });
  });

  it('counts unmarked addresses as verified only by the named weakening, and denied ones never', () => {
    const weaker = { treatEmailAsVerified: true };
    expect(readPerson([{ email: 'a@x.test' }], {}, weaker)).toEqual({ email: 'a@x.test' });
    for (const mark of [false, 'false', null, 0, 'no']) {
      expect(readPerson([{ email: 'a@x.test', email_verified: mark }], {}, weaker)).toEqual({
        unverifiedEmail: 'a@x.test',
      });
    }
  });

  it.each([
    'a@b@x.test',
    'a＠b@x.test',
    '"a@evil.test"@x.test',
    'a@x.test, b@x.test',
    'a@x.test\r\nBcc: b@x.test',
    '<a@x.test>',
    'a b@x.test',
    '@x.test',
    'a@',
    `${'a'.repeat(250)}@x.test`,
  ])('attack: an address that is none or several: %j', (email) =>
    expect(readPerson([{ email, email_verified: true }])).toEqual({}),
  );

  it('takes pictures from the web only', () => {
    expect(readPerson([{ picture: 'javascript:alert(1)' }])).toEqual({});
    expect(readPerson([{ picture: 'data:text/html,x' }])).toEqual({});
    expect(readPerson([{ picture: 'https://x.test/a.png' }])).toEqual({ avatar: 'https://x.test/a.png' });
  });
});
