import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { userByAddress } from './by-address.ts';
import { insertUser } from './insert-user.ts';

onEachDatabase((open) => {
  test.each([
    [
      { kind: 'email', address: 'ada@example.test' },
      { email: 'Ada@example.test', email_key: 'ada@example.test' },
    ],
    [{ kind: 'phone', address: '+14155550100' }, { phone: '+14155550100' }],
  ] as const)(
    'attack: pre-hijack: a never verified %o signs in to no account that carries it',
    async (verified, known) => {
      const host = await open();
      const planted = await host.database.write((tx) => insertUser(tx, host, known));
      const { verdict, userId } = await userByAddress(host, verified);
      expect(verdict).toBe('new');
      expect(userId).not.toBe(planted);
      expect(await userByAddress(host, verified)).toEqual({ verdict: 'same', userId });
    },
  );

  test('parallel codes of one address make one user', async () => {
    const host = await open();
    const other = await host.again();
    const verified = { kind: 'email', address: 'ada@example.test' } as const;
    const results = await Promise.all([host, other, host, other].map((one) => userByAddress(one, verified)));
    expect(new Set(results.map(({ userId }) => userId)).size).toBe(1);
    expect(results.filter(({ verdict }) => verdict === 'new')).toHaveLength(1);
  });
});
