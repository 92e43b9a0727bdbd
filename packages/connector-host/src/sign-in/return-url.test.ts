import { describe, expect, test } from 'vitest';
import { checkReturnTo } from './return-url.ts';

const places = {
  origin: 'https://login.example.test',
  returnOrigins: ['https://app.example.test', 'http://localhost:3000'],
};

describe('checkReturnTo', () => {
  test.each([
    [undefined, 'https://login.example.test/'],
    ['', 'https://login.example.test/'],
    ['/', 'https://login.example.test/'],
    ['/account?next=//evil.test&x=%0A#part', 'https://login.example.test/account?next=//evil.test&x=%0A#part'],
    ['/a%2Fb', 'https://login.example.test/a%2Fb'],
    ['https://app.example.test/x', 'https://app.example.test/x'],
    ['HTTPS://APP.EXAMPLE.TEST:443/x', 'https://app.example.test/x'],
    ['https://login.example.test', 'https://login.example.test/'],
    ['http://localhost:3000/?a=b', 'http://localhost:3000/?a=b'],
  ])('%j leads to %s', (returnTo, address) => {
    expect(checkReturnTo(returnTo, places)).toBe(address);
  });

  test.each([
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    ' //evil.test',
    ' /account',
    '/%2Fevil.test',
    '/%5Cevil.test',
    '%2F%2Fevil.test',
    '/..//evil.test',
    '/./%2fevil.test',
    '/a/..//evil.test',
    '/a%0d%0aset-cookie:x=1',
    '/a%00',
    '/a%5C..',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    'data:text/html,x',
    'blob:https://app.example.test/x',
    'evil.test',
    'account',
    '?a=b',
    '#a',
    'https:evil.test',
    'https:/evil.test',
    'https:///evil.test',
    'https://evil.test',
    'https://app.example.test.evil.test',
    'https://app.example.test@evil.test',
    'https://evil.test@app.example.test',
    'https://:x@app.example.test',
    'https://app.example.test:8443',
    'https://app.example.test:80/',
    'http://app.example.test',
    'http://login.example.test/',
    'https://app.example.test\\@evil.test',
    'https://app.example.test//evil.test',
    'https://app.example.test/\u0000',
    'https://xn--/',
    `/${'x'.repeat(2048)}`,
  ])('attack: open redirect through %j', (returnTo) => {
    expect(() => checkReturnTo(returnTo, places)).toThrow(
      expect.objectContaining({ code: 'invalid_request', status: 400 }),
    );
  });
});
