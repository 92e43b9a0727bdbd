import { expect, test } from 'vitest';
import { createCodes } from './codes.ts';
import { keysFromText, newKey } from '../keys/key-ring.ts';
import { createKeys } from '../keys/keys.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { generous, openCodes, useProviders, wrongCode } from '../testing/codes-host.ts';

const providers = useProviders();
const verified = { state: 'verified', verified: { kind: 'email', address: 'ada@example.org', purpose: 'SignIn' } };

onEachDatabase((open) => {
  test('a right code verifies its address', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    expect(await codes.attempt(` ${code.slice(0, 3)} ${code.slice(3)}\n`, { to: 'ADA@example.org' })).toEqual(verified);
  });

  test('a number too', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor({ to: '+14155550100' });
    expect(await codes.attempt(code, { to: '+1 415 555 0100' })).toEqual({
      state: 'verified',
      verified: { kind: 'phone', address: '+14155550100', purpose: 'SignIn' },
    });
  });

  test('attack: reuse', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    expect(await codes.attempt(code)).toEqual(verified);
    expect(await codes.attempt(code)).toEqual({ state: 'expired' });
  });

  test('attack: reuse after expiry', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    codes.pass(600_000);
    expect(await codes.attempt(code)).toEqual({ state: 'expired' });
  });

  test('a code is good until ten minutes are over', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    codes.pass(599_999);
    expect(await codes.attempt(code)).toEqual(verified);
  });

  test('attack: use for another address, type or session', async () => {
    const codes = await openCodes(open, providers(), generous);
    const code = await codes.codeFor();
    await codes.ask({ to: 'eve@evil.test', session: 'session-of-eve' });
    const foreign = [
      { to: 'eve@evil.test' },
      { to: 'ada+tag@example.org' },
      { purpose: 'ForgotPassword' as const },
      { session: 'session-of-eve' },
      { session: '' },
    ];
    const never = await codes.attempt(code, { to: 'nobody@example.org', session: 'new' });
    expect(never).toEqual({ state: 'expired' });
    for (const changes of foreign) expect(await codes.attempt(code, changes)).toEqual(never);
    expect(await codes.attempt(code)).toEqual(verified);
  });

  test('attack: a code moved to another row by hand', async () => {
    const codes = await openCodes(open, providers(), generous);
    const code = await codes.codeFor({ to: 'eve@evil.test', session: 'session-of-eve' });
    await codes.ask();
    await codes.host.database.write(async (tx) => {
      const row = await tx
        .selectFrom('verification_codes')
        .select('mac')
        .where('address', '=', 'eve@evil.test')
        .executeTakeFirstOrThrow();
      await tx.updateTable('verification_codes').set(row).where('address', '=', 'ada@example.org').execute();
    });
    expect(await codes.attempt(code)).toMatchObject({ state: 'wrong' });
  });

  test('attack: brute force', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    const answers = [];
    for (let times = 0; times < 6; times += 1) answers.push(await codes.attempt(wrongCode(code)));
    expect(answers).toEqual([
      ...[4, 3, 2, 1].map((triesLeft) => ({ state: 'wrong', triesLeft })),
      { state: 'too_many_tries' },
      { state: 'too_many_tries' },
    ]);
    expect(await codes.attempt(code)).toEqual({ state: 'too_many_tries' });
  });

  test('the fifth try may still be right', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    for (let times = 0; times < 4; times += 1) await codes.attempt(wrongCode(code));
    expect(await codes.attempt(code)).toEqual(verified);
  });

  test('attack: brute force, also in parallel and over several processes', async () => {
    const codes = await openCodes(open, providers());
    const other = await codes.again();
    const code = await codes.codeFor();
    const attempt = { to: 'ada@example.org', purpose: 'SignIn', session: 'session-of-ada' } as const;
    const guesses = Array.from({ length: 60 }, (_, index) => `${index}`.padStart(6, code[0] === '0' ? '1' : '0'));
    const answers = await Promise.all(
      guesses.map((guess, index) => (index % 2 === 0 ? codes : other).verify({ ...attempt, code: guess })),
    );
    const looked = answers.flatMap((answer) => (answer.state === 'wrong' ? [answer.triesLeft] : []));
    expect(new Set(looked)).toEqual(new Set([1, 2, 3, 4]));
    expect(looked).toHaveLength(4);
    expect(answers.filter(({ state }) => state === 'too_many_tries')).toHaveLength(56);
    const counted = await codes.host.database.read((db) =>
      db.selectFrom('counters').select('count').where('name', '=', 'code:tries:ada@example.org').execute(),
    );
    expect(counted).toEqual([{ count: 5 }]);
    expect(await other.verify({ ...attempt, code })).toEqual({ state: 'too_many_tries' });
  });

  test('attack: two right guesses at once', async () => {
    const codes = await openCodes(open, providers());
    const other = await codes.again();
    const code = await codes.codeFor();
    const attempt = { to: 'ada@example.org', purpose: 'SignIn', session: 'session-of-ada', code } as const;
    const answers = await Promise.all([codes, other, codes, other].map((one) => one.verify(attempt)));
    expect(answers.map(({ state }) => state).toSorted()).toEqual(['expired', 'expired', 'expired', 'verified']);
  });

  test('attack: brute force over several sessions', async () => {
    const codes = await openCodes(open, providers(), { ...generous, triesPerAddressAndHour: 20 });
    const states: string[] = [];
    for (let session = 0; session < 5; session += 1) {
      const code = await codes.codeFor({ session: `${session}` });
      codes.pass(1);
      for (let times = 0; times < 5; times += 1) {
        states.push((await codes.attempt(wrongCode(code), { session: `${session}` })).state);
      }
    }
    expect(states.filter((state) => state === 'wrong')).toHaveLength(16);
    const code = await codes.codeFor();
    expect(await codes.attempt(code)).toEqual({ state: 'too_many_tries' });
    codes.pass(3_600_000);
    expect(await codes.attempt(await codes.codeFor())).toEqual(verified);
  });

  test('a resend replaces the code, and keeps the limits', async () => {
    const codes = await openCodes(open, providers(), { triesPerAddressAndHour: 6 });
    const first = await codes.codeFor();
    for (let times = 0; times < 5; times += 1) await codes.attempt(wrongCode(first));
    codes.pass(60_000);
    const second = await codes.codeFor();
    if (second !== first) expect(await codes.attempt(first)).toEqual({ state: 'wrong', triesLeft: 4 });
    expect(await codes.attempt(second)).toEqual({ state: 'too_many_tries' });
    const rows = await codes.host.database.read((db) => db.selectFrom('verification_codes').selectAll().execute());
    expect(rows).toHaveLength(1);
  });

  test('codes for several purposes live side by side', async () => {
    const codes = await openCodes(open, providers());
    const signIn = await codes.codeFor();
    const permission = await codes.codeFor({ purpose: 'UserPermissionValidation' });
    expect(await codes.attempt(signIn)).toEqual(verified);
    expect(await codes.attempt(permission, { purpose: 'UserPermissionValidation' })).toMatchObject({
      state: 'verified',
      verified: { purpose: 'UserPermissionValidation' },
    });
  });

  test('a code survives a new key, and not the loss of its own', async () => {
    const codes = await openCodes(open, providers(), generous);
    const { host } = codes;
    const code = await codes.codeFor();
    const attempt = { to: 'ada@example.org', purpose: 'SignIn', session: 'session-of-ada', code } as const;
    const withKeys = (text: string) =>
      createCodes({ ...host, keys: createKeys(keysFromText(text, 'TEST_KEY')) }, providers().connectors);
    expect(await withKeys(newKey()).verify(attempt)).toEqual({ state: 'wrong', triesLeft: 4 });
    expect(await withKeys(`${newKey()},${host.key}`).verify(attempt)).toEqual(verified);
  });

  test('what is no address is refused', async () => {
    const codes = await openCodes(open, providers());
    await expect(codes.attempt('123456', { to: 'nobody' })).rejects.toMatchObject({ code: 'invalid_request' });
  });
});
