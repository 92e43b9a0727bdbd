import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import type { CodeSettings } from './settings.ts';
import { type CodesHost, digitsOf, generous, openCodes, useProviders } from '../testing/codes-host.ts';

const hour = 3_600_000;
const providers = useProviders();

/** Numbers of Germany, each with a prefix of its own. */
const german = (index: number) => `+491511${String(2_340_000 + index * 10_000)}`;

const limited = (retryAfter: number, hint: RegExp) => ({
  code: 'too_many_requests',
  retryAfter,
  hint: expect.stringMatching(hint),
});

onEachDatabase((open) => {
  /** Sends codes to so many numbers; of the first `verified` the code comes back. */
  const sendTo = async (codes: CodesHost, numbers: readonly string[], verified = 0) => {
    for (const [index, to] of numbers.entries()) {
      const session = `session ${index}`;
      const code = await codes.codeFor({ to, session });
      if (index < verified) expect(await codes.attempt(code, { to, session })).toMatchObject({ state: 'verified' });
    }
  };
  const openWith = (settings: Partial<CodeSettings>) => openCodes(open, providers(), { ...generous, ...settings });
  const block = (length: number) => Array.from({ length }, (_, index) => `+1415555${String(1000 + index)}`);

  test('attack: prefix walk', async () => {
    const codes = await openWith({ smsPerPrefixAndHour: 10 });
    await sendTo(codes, block(10));
    codes.pass(60_000);
    await expect(codes.ask({ to: '+14155559999', ip: '198.51.100.9' })).rejects.toMatchObject(
      limited(3540, /numbers like this one/),
    );
    await codes.ask({ to: '+14155560000' });
    codes.pass(hour - 60_000);
    await codes.ask({ to: '+14155559999' });
  });

  test('a country has a limit', async () => {
    const codes = await openWith({ smsPerCountryAndHour: 3 });
    await sendTo(codes, [german(1), german(2), german(3)]);
    await expect(codes.ask({ to: german(4) })).rejects.toMatchObject(limited(3600, /this country/));
    await codes.ask({ to: '+14155550100' });
  });

  test('attack: a country not allowed', async () => {
    const codes = await openWith({ smsCountries: ['DE'] });
    for (const to of ['+14155550100', '+18765550123', '+8801712345678']) {
      await expect(codes.ask({ to })).rejects.toMatchObject({ code: 'recipient_refused' });
    }
    await codes.ask({ to: german(1) });
    expect(providers().twilio.messages).toHaveLength(1);
    const names = await codes.host.database.read((db) => db.selectFrom('counters').select('name').execute());
    expect(names.filter(({ name }) => name.includes('+1415'))).toEqual([]);
  });

  test('attack: a country that the connector does not allow costs no budget', async () => {
    const codes = await openWith({ smsPerDay: 1 });
    for (const to of ['+8801712345678', '+19005550100']) {
      await expect(codes.ask({ to })).rejects.toMatchObject({ code: 'recipient_refused' });
    }
    await codes.ask({ to: '+14155550100' });
    await expect(codes.ask({ to: german(1) })).rejects.toMatchObject(limited(86_400, /e-mail/));
  });

  test('attack: budget exceeded', async () => {
    const codes = await openWith({ smsPerDay: 20 });
    const other = await codes.again();
    const ask = (index: number) =>
      (index % 2 === 0 ? codes : other).send({
        to: index % 4 < 2 ? german(index) : `+1415${String(5_550_200 + index)}`,
        purpose: 'SignIn',
        session: `session ${index}`,
        ip: '192.0.2.1',
      });
    const answers = await Promise.allSettled(Array.from({ length: 200 }, (_, index) => ask(index)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect(providers().twilio.messages).toHaveLength(20);
    const counted = await codes.host.database.read((db) =>
      db.selectFrom('counters').select('count').where('name', '=', 'code:sms').execute(),
    );
    expect(counted).toEqual([{ count: 20 }]);
    await codes.ask({ to: 'ada@example.org' });
    codes.pass(24 * hour);
    await codes.ask({ to: german(1) });
    expect(codes.host.lines).toContainEqual({
      level: 'warn',
      event: 'codes.limited',
      fields: { limit: 'budget', retryAfter: 86_400 },
    });
  });

  test('a message that was not handed over for sure costs no budget, one that may have been does', async () => {
    const codes = await openWith({ smsPerDay: 1 });
    const { twilio } = providers();
    for (const variant of ['recipient-invalid', 'unavailable-page', 'rate-limited'] as const) {
      twilio.use(variant);
      await expect(codes.ask({ to: german(1) })).rejects.toThrow();
      codes.pass(1);
    }
    const rows = await codes.host.database.read((db) => db.selectFrom('sms_outcomes').selectAll().execute());
    expect(rows).toEqual([]);
    twilio.use('drop-after-message');
    expect(await codes.ask({ to: german(1) })).toMatchObject({ delivery: 'unknown' });
    const code = digitsOf(twilio.messages[0]?.body ?? '');
    twilio.use('honest');
    await expect(codes.ask({ to: german(2) })).rejects.toMatchObject(limited(86_400, /./));
    expect(await codes.attempt(code, { to: german(1) })).toMatchObject({ state: 'verified' });
  });

  test('attack: codes sent but never verified', async () => {
    const brake = { brakeLeastVerified: 20, brakeMessagesPerCountry: 10, brakeMessagesPerPrefix: 100 };
    const codes = await openWith(brake);
    await sendTo(
      codes,
      Array.from({ length: 10 }, (_, index) => german(index)),
      1,
    );
    codes.pass(5 * 60_000 - 1);
    await codes.ask({ to: german(20) });
    codes.pass(1);
    await expect(codes.ask({ to: german(21) })).rejects.toMatchObject(limited(6 * 3600 - 300, /not being used/));
    await codes.ask({ to: '+14155550100' });
    expect(codes.host.lines.map(({ fields }) => fields.limit)).toEqual(['country brake']);
    codes.pass(6 * hour - 5 * 60_000);
    await codes.ask({ to: german(21) });
  });

  test('the brake lets go when people use their codes', async () => {
    const codes = await openWith({
      brakeLeastVerified: 20,
      brakeMessagesPerCountry: 10,
      brakeMessagesPerPrefix: 100,
      lifetime: 600_000,
    });
    const numbers = Array.from({ length: 10 }, (_, index) => german(index));
    await sendTo(codes, numbers, 1);
    codes.pass(5 * 60_000);
    await expect(codes.ask({ to: german(30) })).rejects.toMatchObject({ code: 'too_many_requests' });
    const late = digitsOf(providers().twilio.messages.at(-1)?.body ?? '');
    await codes.attempt(late, { to: numbers[9] ?? '', session: 'session 9' });
    await codes.ask({ to: german(30) });
  });

  test('attack: codes sent but never verified, to numbers of one prefix', async () => {
    const codes = await openWith({ brakeLeastVerified: 20, brakeMessagesPerPrefix: 8 });
    await sendTo(codes, block(8), 1);
    codes.pass(5 * 60_000);
    await expect(codes.ask({ to: '+14155559999' })).rejects.toMatchObject(limited(21_300, /numbers like this one/));
    await codes.ask({ to: '+14155560000' });
  });

  test('attack: one number in other notations', async () => {
    const codes = await openCodes(open, providers());
    await codes.ask({ to: '+14155550100' });
    for (const to of ['+1 (415) 555-0100', '+1.415.555.0100', '+1-415-555-0100']) {
      await expect(codes.ask({ to })).rejects.toMatchObject({ code: 'too_many_requests' });
    }
    for (const to of [
      '0014155550100',
      '+14155550100;ext=7',
      '+\u0661\u0664\u0661\u0665\u0665\u0665\u0660\u0661\u0660\u0660',
    ]) {
      await expect(codes.ask({ to })).rejects.toMatchObject({ code: 'invalid_request' });
    }
    expect(providers().twilio.messages).toHaveLength(1);
  });
});
