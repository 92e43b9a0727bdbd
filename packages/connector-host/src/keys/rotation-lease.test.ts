import { expect, test } from 'vitest';
import { onEachDatabase } from '../testing/databases.ts';
import { takeRotationLease } from './rotation-lease.ts';

onEachDatabase((open) => {
  test('attack: a second rotation takes over from one that is at it', async () => {
    const host = await open();
    const { lease } = await takeRotationLease(host, () => 'first', 60_000);
    const second = takeRotationLease(await host.again(), () => 'second', 60_000);
    await expect(second).rejects.toMatchObject({ code: 'keys_rotating', status: 409, retryAfter: 60 });
    await host.database.write((tx) => lease.renew(tx));
  });

  test('one that has released it may be followed, and hands its key on', async () => {
    const host = await open();
    const { lease } = await takeRotationLease(host, () => 'first', 60_000);
    await lease.release();
    const interrupted: (string | undefined)[] = [];
    const next = await takeRotationLease(
      await host.again(),
      (keyId) => {
        interrupted.push(keyId);
        return 'second';
      },
      60_000,
    );
    expect(next.keyId).toBe('second');
    expect(interrupted).toEqual(['first']);
    await expect(host.database.write((tx) => lease.renew(tx))).rejects.toMatchObject({ code: 'keys_rotating' });
    await host.database.write((tx) => next.lease.end(tx));
    const last = await takeRotationLease(host, (keyId) => keyId ?? 'none was interrupted', 60_000);
    expect(last.keyId).toBe('none was interrupted');
  });
});
