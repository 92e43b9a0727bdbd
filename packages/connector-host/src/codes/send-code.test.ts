import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { contentsOf, digitsOf, generous, openCodes, start, useProviders } from '../testing/codes-host.ts';

const hour = 3_600_000;
const purposes = ['SignIn', 'Register', 'ForgotPassword', 'Generic', 'BindMfa'] as const;
const providers = useProviders();

onEachDatabase((open) => {
  test('a code goes out by mail, in the language that is asked for', async () => {
    const { smtp, connectors } = providers();
    const codes = await openCodes(open, { smtp, connectors, twilio: providers().twilio });
    const sent = await codes.ask({ to: 'Ada@Example.org', uiLocales: 'de en' });
    expect(sent).toMatchObject({
      id: expect.stringMatching(/^[\da-f]{24}$/),
      expiresAt: start + 600_000,
      resendAfter: 60,
      delivery: 'handed-over',
      receipt: { provider: 'smtp-email' },
    });
    expect(smtp.mails).toHaveLength(1);
    expect(smtp.mails[0]?.envelope.to).toEqual(['ada@example.org']);
    expect(digitsOf(smtp.mails[0]?.text ?? '')).toMatch(/^\d{6}$/);
    expect(smtp.mails[0]?.text).toMatch(/Anmelde|Code/);
  });

  test('a code goes out by SMS', async () => {
    const codes = await openCodes(open, providers(), { digits: 8 });
    const sent = await codes.ask({ to: '+1 (415) 555-0100' });
    expect(sent).toMatchObject({ delivery: 'handed-over', receipt: { provider: 'twilio-sms' } });
    const { messages } = providers().twilio;
    expect(messages.map(({ to }) => to)).toEqual(['+14155550100']);
    expect(digitsOf(messages[0]?.body ?? '')).toMatch(/^\d{8}$/);
  });

  test('attack: stored in clear', async () => {
    const codes = await openCodes(open, providers(), generous);
    const sms = await codes.codeFor({ to: '+14155550100', session: 'canary-session' });
    const mail = await codes.codeFor();
    await codes.attempt(mail.replace(/^./, (digit) => (digit === '0' ? '1' : '0')));
    const everything = (await contentsOf(codes.host)) + JSON.stringify(codes.host.lines);
    expect(everything).toContain('ada@example.org');
    for (const secret of [sms, mail, 'canary-session', 'session-of-ada']) expect(everything).not.toContain(secret);
  });

  test('the resend pause is per recipient and purpose', async () => {
    const codes = await openCodes(open, providers());
    await codes.ask();
    codes.pass(59_000);
    await expect(codes.ask({ session: 'another' })).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 1 });
    await expect(codes.ask({ to: 'ADA+tag@example.org' })).rejects.toMatchObject({ code: 'too_many_requests' });
    await codes.ask({ purpose: 'MfaVerification' });
    await codes.ask({ to: 'grace@example.org' });
    codes.pass(1000);
    await codes.ask();
    expect(providers().smtp.mails).toHaveLength(4);
  });

  test('attack: a resend storm', async () => {
    const codes = await openCodes(open, providers());
    const other = await codes.again();
    const ask = (index: number) =>
      (index % 2 === 0 ? codes : other).send({
        to: 'ada@example.org',
        purpose: 'SignIn',
        session: `session ${index}`,
        ip: `192.0.2.${index}`,
      });
    const sent: number[] = [];
    for (let minute = 0; minute < 7; minute += 1) {
      const answers = await Promise.allSettled(Array.from({ length: 10 }, (_, index) => ask(index)));
      sent.push(answers.filter(({ status }) => status === 'fulfilled').length);
      codes.pass(60_000);
    }
    expect(sent).toEqual([1, 1, 1, 1, 1, 0, 0]);
    expect(providers().smtp.mails).toHaveLength(5);
    codes.pass(hour - 7 * 60_000);
    for (let more = 0; more < 5; more += 1) {
      await codes.ask({ ip: '198.51.100.1' });
      codes.pass(60_000);
    }
    codes.pass(hour);
    // The day's limit.
    await expect(codes.ask({ ip: '198.51.100.1' })).rejects.toMatchObject({ retryAfter: 22 * 3600 - 300 });
    expect(providers().smtp.mails).toHaveLength(10);
  });

  test('what is refused costs a network its requests, and nobody else anything', async () => {
    const codes = await openCodes(open, providers(), { requestsPerNetworkAndHour: 4 });
    await codes.ask({ ip: '2001:db8::1' });
    for (let times = 0; times < 3; times += 1) {
      await expect(codes.ask({ ip: `2001:db8::${times}` })).rejects.toMatchObject({ retryAfter: 60 });
    }
    codes.pass(120_000);
    await expect(codes.ask({ ip: '2001:db8::2' })).rejects.toMatchObject({ retryAfter: 3480 });
    await codes.ask({ ip: '2001:db8:0:1::1' });
    const counters = await codes.host.database.read((db) =>
      db.selectFrom('counters').select(['name', 'count']).orderBy('name').execute(),
    );
    expect(counters).toEqual([
      { name: 'code:day:ada@example.org', count: 2 },
      { name: 'code:hour:ada@example.org', count: 2 },
      { name: 'code:network:2001:db8:0:1::/64', count: 1 },
      { name: 'code:network:2001:db8::/64', count: 4 },
      { name: 'code:pause:SignIn:ada@example.org', count: 1 },
    ]);
  });

  test('attack: parallel requests that race the counter', async () => {
    const limits = { ...generous, messagesPerRecipientAndDay: 3, requestsPerNetworkAndHour: 150 };
    const codes = await openCodes(open, providers(), limits);
    const other = await codes.again();
    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 === 0 ? codes : other).send({
          to: `person-${index % 10}@example.org`,
          purpose: purposes[Math.floor(index / 10) % purposes.length] ?? 'SignIn',
          session: `session ${index}`,
          ip: '192.0.2.1',
        }),
      ),
    );
    const delivered = answers.filter(({ status }) => status === 'fulfilled').length;
    const counters = await codes.host.database.read((db) => db.selectFrom('counters').selectAll().execute());
    const countOf = (kind: string) => counters.filter(({ name }) => name.startsWith(kind)).map(({ count }) => count);
    expect(countOf('code:network')).toEqual([150]);
    expect(countOf('code:day')).toEqual(Array.from({ length: 10 }, () => 3));
    expect([delivered, providers().smtp.mails.length]).toEqual([30, 30]);
    const live = await codes.host.database.read((db) => db.selectFrom('verification_codes').selectAll().execute());
    expect(live).toHaveLength(30);
  });

  test('a refused request leaves the earlier code as it is', async () => {
    const codes = await openCodes(open, providers());
    const code = await codes.codeFor();
    await expect(codes.ask()).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await codes.attempt(code)).toMatchObject({ state: 'verified' });
  });

  test.each([
    ['recipient-refused', 'recipient_refused'],
    ['message-refused-for-now', 'delivery_failed'],
    ['drop-after-connect', 'provider_unavailable'],
    ['rate-limited', 'rate_limit_exceeded'],
  ] as const)('a mail that was not handed over for sure leaves no code: %s', async (variant, code) => {
    const codes = await openCodes(open, providers());
    providers().smtp.dropConnections();
    providers().smtp.use(variant);
    await expect(codes.ask()).rejects.toMatchObject({ code });
    const rows = await codes.host.database.read((db) => db.selectFrom('verification_codes').selectAll().execute());
    expect(rows).toEqual([]);
    providers().smtp.use('honest');
    await expect(codes.ask()).rejects.toMatchObject({ code: 'too_many_requests', retryAfter: 60 });
  });

  test('a code that may have been handed over is good, and is not sent again', async () => {
    const codes = await openCodes(open, providers());
    providers().smtp.use('drop-after-data');
    const sent = await codes.ask();
    expect(sent).toMatchObject({ delivery: 'unknown', resendAfter: 60 });
    expect(sent).not.toHaveProperty('receipt');
    expect(providers().smtp.mails).toHaveLength(1);
    expect(await codes.attempt(digitsOf(providers().smtp.mails[0]?.text ?? ''))).toMatchObject({ state: 'verified' });
  });

  test('settings that make no sense are named', async () => {
    await expect(openCodes(open, providers(), { digits: 4, tries: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
      hint: expect.stringMatching(/digits.*tries/),
    });
  });
});
