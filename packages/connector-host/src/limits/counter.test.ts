import { expect, test } from 'vitest';
import type { HostContext } from '../context.ts';
import { onEachDatabase } from '../testing/databases.ts';
import { addressPrefix } from './address-prefix.ts';
import { type Count, countWithin, counterName, giveBack } from './counter.ts';

const minute = 60_000;
const start = 1_800_000_000_000;

const count = ({ database }: HostContext, changes: Partial<Count> = {}) =>
  database.write((tx) => countWithin(tx, { name: 'n', window: minute, limit: 3, now: start, ...changes }));

const rowsOf = ({ database }: HostContext) => database.read((db) => db.selectFrom('counters').selectAll().execute());

onEachDatabase((open) => {
  test('counts up to the limit, and then says to the second how long to wait', async () => {
    const host = await open();
    const counts = [await count(host), await count(host, { now: start + 1 }), await count(host, { now: start + 2 })];
    expect(counts).toEqual([1, 2, 3].map((n) => ({ allowed: true, count: n, windowStart: start })));
    expect(await count(host, { now: start + 1 })).toEqual({ allowed: false, retryAfter: 60 });
    expect(await count(host, { now: start + minute - 1000 })).toEqual({ allowed: false, retryAfter: 1 });
    expect(await count(host, { now: start + minute - 1 })).toEqual({ allowed: false, retryAfter: 1 });
  });

  test('begins a new window with the first request after the old one', async () => {
    const host = await open();
    for (let n = 0; n < 3; n += 1) await count(host);
    const later = start + minute;
    expect(await count(host, { now: later })).toEqual({ allowed: true, count: 1, windowStart: later });
    expect(await rowsOf(host)).toEqual([{ name: 'n', window_start: later, count: 1, expires_at: later + minute }]);
  });

  test('attack: a clock put back locks nobody out', async () => {
    const host = await open();
    const year = 365 * 24 * 60 * minute;
    for (let n = 0; n < 3; n += 1) await count(host, { now: start + year });
    expect(await count(host)).toEqual({ allowed: true, count: 1, windowStart: start });
  });

  test('clocks that differ by less than a window count together', async () => {
    const host = await open();
    for (let n = 0; n < 3; n += 1) await count(host, { now: start + minute });
    expect(await count(host)).toMatchObject({ allowed: false });
    expect(await count(host, { now: start + minute })).toMatchObject({ allowed: false });
  });

  test('what is refused is not counted, and makes nobody wait longer', async () => {
    const host = await open();
    for (let n = 0; n < 3; n += 1) await count(host);
    const before = await rowsOf(host);
    for (let n = 0; n < 10; n += 1) await count(host, { now: start + minute - 1 });
    expect(await rowsOf(host)).toEqual(before);
  });

  test('a limit of one is a pause', async () => {
    const host = await open();
    expect(await count(host, { limit: 1 })).toMatchObject({ allowed: true });
    expect(await count(host, { limit: 1, now: start + 40_000 })).toEqual({ allowed: false, retryAfter: 20 });
    expect(await count(host, { limit: 1, now: start + minute })).toMatchObject({ allowed: true });
    expect(await count(host, { limit: 1, now: start + minute + 1 })).toEqual({ allowed: false, retryAfter: 60 });
  });

  test('counts amounts, none of them in part', async () => {
    const host = await open();
    expect(await count(host, { limit: 10, amount: 7 })).toMatchObject({ allowed: true, count: 7 });
    expect(await count(host, { limit: 10, amount: 4 })).toMatchObject({ allowed: false });
    expect(await count(host, { limit: 10, amount: 3 })).toMatchObject({ allowed: true, count: 10 });
    expect(await count(host, { limit: 10, amount: 11, now: start + minute })).toEqual({
      allowed: false,
      retryAfter: 60,
    });
  });

  test('a limit of nothing lets nothing pass', async () => {
    const host = await open();
    expect(await count(host, { limit: 0 })).toEqual({ allowed: false, retryAfter: 60 });
    expect(await rowsOf(host)).toEqual([]);
  });

  test('gives back within the same window only', async () => {
    const host = await open();
    const give = (windowStart: number) => host.database.write((tx) => giveBack(tx, 'n', { windowStart }));
    for (let n = 0; n < 3; n += 1) await count(host);
    await give(start);
    expect(await count(host)).toMatchObject({ allowed: true, count: 3 });
    await count(host, { now: start + minute });
    await give(start);
    expect(await rowsOf(host)).toMatchObject([{ count: 1 }]);
  });

  test('attack: parallel requests that race the counter', async () => {
    const one = await open();
    const other = await one.again();
    const asked = Array.from({ length: 200 }, (_, n) =>
      count(n % 2 === 0 ? one : other, { limit: 37, now: start + n }),
    );
    const answers = await Promise.all(asked);
    const counts = answers.flatMap((answer) => (answer.allowed ? [answer.count] : []));
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 37 }, (_, n) => n + 1));
    expect(await rowsOf(one)).toMatchObject([{ count: 37 }]);
  });

  test('attack: SQL and path tricks in names', async () => {
    const host = await open();
    const name = counterName('code:recipient', `'); drop table counters; --`);
    await count(host, { name });
    expect(await rowsOf(host)).toMatchObject([{ name, count: 1 }]);
  });
});

test('a name has a bounded length, and stays one of its own', () => {
  const long = 'a'.repeat(10_000);
  const names = [counterName('kind', long), counterName('kind', `${long}b`), counterName('other', long)];
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name.length).toBeLessThan(200);
  expect(counterName('kind', 'ada@example.org')).toBe('kind:ada@example.org');
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
])('counts %s as %s', (address, prefix) => {
  expect(addressPrefix(address)).toBe(prefix);
});
