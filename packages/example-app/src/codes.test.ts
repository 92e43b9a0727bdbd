import { ConnectorError } from '@jackfield/connector-kit';
import { expect, test } from 'vitest';
import { type Codes, createCodes } from './codes.ts';
import { wrongCode } from './testing/demo.ts';

const address = 'ada@example.test';

function issue(codes: Codes, session = 'one', to = address): string {
  const code = codes.issue(session, to);
  if (code === undefined) throw new Error('There is no code.');
  return code;
}

test('a code has six digits and confirms its address', () => {
  const codes = createCodes(Date.now);
  const code = issue(codes);
  expect(code).toMatch(/^\d{6}$/);
  expect(codes.verify('one', address, code)).toBe('verified');
});

test('attack: reuse', () => {
  const codes = createCodes(Date.now);
  const code = issue(codes);
  codes.verify('one', address, code);
  expect(codes.verify('one', address, code)).toBe('expired');
});

test('attack: reuse after expiry', () => {
  let time = 0;
  const codes = createCodes(() => time);
  const code = issue(codes);
  time = 10 * 60_000;
  expect(codes.verify('one', address, code)).toBe('expired');
});

test('a code is good until ten minutes are over', () => {
  let time = 0;
  const codes = createCodes(() => time);
  const code = issue(codes);
  time = 10 * 60_000 - 1;
  expect(codes.verify('one', address, code)).toBe('verified');
});

test('attack: brute force', () => {
  const codes = createCodes(Date.now);
  const code = issue(codes);
  const answers = Array.from({ length: 5 }, () => codes.verify('one', address, wrongCode(code)));
  expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'too-many-tries']);
  expect(codes.verify('one', address, code)).toBe('too-many-tries');
});

test('the fifth try may still be right', () => {
  const codes = createCodes(Date.now);
  const code = issue(codes);
  for (let count = 0; count < 4; count += 1) codes.verify('one', address, wrongCode(code));
  expect(codes.verify('one', address, code)).toBe('verified');
});

test('attack: use for another address or session', () => {
  const codes = createCodes(Date.now);
  const code = issue(codes);
  expect(codes.verify('one', 'eve@evil.test', code)).toBe('wrong');
  expect(codes.verify('two', address, code)).toBe('expired');
  expect(codes.verify('one', address, code)).toBe('verified');
});

test('only the newest code of a session counts', () => {
  const codes = createCodes(Date.now);
  const first = issue(codes);
  let second = issue(codes);
  if (second === first) second = issue(codes);
  expect(codes.verify('one', address, first)).toBe('wrong');
  expect(codes.verify('one', address, second)).toBe('verified');
});

test('attack: a resend storm at one address', () => {
  let time = 0;
  const codes = createCodes(() => time);
  const sessions = ['one', 'two', 'three', 'four'];
  const issued = sessions.map((session, index) =>
    codes.issue(session, index % 2 === 0 ? address : address.toUpperCase()),
  );
  expect(issued.map((code) => code !== undefined)).toEqual([true, true, true, false]);
  expect(codes.issue('one', 'grace@example.test')).toBeDefined();
  time = 10 * 60_000;
  expect(codes.issue('four', address)).toBeDefined();
});

test('attack: a code of the last address confirms no address that got none', () => {
  const codes = createCodes(Date.now);
  for (const session of ['a', 'b', 'c']) codes.issue(session, address);
  const code = issue(codes, 'eve', 'eve@evil.test');
  expect(codes.issue('eve', address)).toBeUndefined();
  expect(codes.verify('eve', address, code)).toBe('wrong');
});

test('attack: codes for many addresses', () => {
  const codes = createCodes(Date.now);
  for (let count = 0; count < 20; count += 1) codes.admit('192.0.2.1');
  expect(() => codes.admit('192.0.2.1')).toThrow(
    expect.toSatisfy(
      (error: unknown) =>
        ConnectorError.isInstance(error) && error.code === 'rate_limit_exceeded' && error.retryAfter === 600,
    ),
  );
  expect(() => codes.admit('192.0.2.2')).not.toThrow();
});
