import type { SyncProgress } from '@jackfield/connector-kit';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { readLatestSnapshot } from './index.ts';
import { setUp } from './testing/set-up.ts';

const everything = { user: 250, group: 2, entitlements: 2, grants: 125 };

/** How many grants the last sealed snapshot has; `undefined` without one. */
const sealedGrants = (database: string) =>
  readLatestSnapshot(database, (snapshot) => (snapshot ? [...snapshot.grants()].length : undefined));

describe('sync', () => {
  it('reads everything into a sealed snapshot', async () => {
    const { connector, database } = await setUp();
    const progress: SyncProgress[] = [];
    const result = await connector.sync({ database, onProgress: (step) => progress.push(step) });
    expect(result).toMatchObject({ state: 'Connected', resumed: false, counts: everything, problems: [], requests: 9 });
    expect(progress.map(({ phase, done, total }) => [phase, done, total])).toEqual([
      ['user', 100, 250],
      ['user', 200, 250],
      ['user', 250, 250],
      ['group', 2, 2],
      ['membership', 100, 125],
      ['membership', 125, 125],
    ]);
    await readLatestSnapshot(database, (snapshot) => {
      const groups = [...(snapshot?.resources('group') ?? [])];
      expect(groups[0]).toEqual({
        type: 'group',
        id: '9007199254740993',
        displayName: 'Engineering',
        profile: { id: '9007199254740993', name: 'Engineering', colour: 'blue' },
      });
      expect([...(snapshot?.resources('user') ?? [])][0]).toMatchObject({ id: 'u0', status: 'enabled' });
      expect([...(snapshot?.grants() ?? [])]).toContainEqual({
        id: 'group:9007199254740993:member:user:u0',
        entitlement: 'group:9007199254740993:member',
        principal: { type: 'user', id: 'u0' },
      });
    });
  });

  it('goes on where an error has stopped it', async () => {
    const { provider, connector, database } = await setUp();
    let isBroken = true;
    provider.onRequest = (request) => {
      if (isBroken && request > 2) throw new Error('broken');
    };
    await expect(connector.sync({ database })).rejects.toMatchObject({ code: 'provider_unavailable' });
    expect(await sealedGrants(database)).toBeUndefined();
    isBroken = false;
    const result = await connector.sync({ database });
    expect(result).toMatchObject({ state: 'Connected', resumed: true, counts: everything, requests: 7 });
    expect(await connector.sync({ database })).toMatchObject({ snapshot: 2, resumed: false });
  });

  it('stops cleanly, and goes on', async () => {
    const { connector, database } = await setUp();
    const stop = new AbortController();
    const stopped = await connector.sync({ database, signal: stop.signal, onProgress: () => stop.abort() });
    expect(stopped).toMatchObject({ state: 'Syncing', counts: { user: 100 }, problems: [], requests: 1 });
    expect(await connector.sync({ database })).toMatchObject({ state: 'Connected', resumed: true, counts: everything });
  });

  it('attack: page drift: a user who moves past a page leaves no sealed snapshot', async () => {
    const { provider, connector, database } = await setUp();
    provider.onRequest = (request) => {
      if (request === 2) provider.tenant.users.unshift({ id: 'new', name: 'New' });
    };
    const result = await connector.sync({ database });
    expect(result).toMatchObject({ state: 'Incomplete', problems: [{ invariant: 'user-total' }] });
    expect(await sealedGrants(database)).toBeUndefined();
  });

  it('attack: duplicate ids, unchanged pages: what comes twice is not counted twice', async () => {
    const { provider, connector, database } = await setUp();
    provider.tenant.groups.push({ id: 'g2', name: 'Sales' });
    const { state, problems } = await connector.sync({ database });
    expect({ state, problems }).toEqual({
      state: 'Incomplete',
      problems: [{ invariant: 'group-total', detail: '2 different entries were read, of 3.' }],
    });
  });

  it('attack: a membership of somebody who is not there leaves no sealed snapshot', async () => {
    const { provider, connector, database } = await setUp();
    provider.tenant.memberships.push({ userId: 'nobody', groupId: 'g2' });
    expect(await connector.sync({ database })).toMatchObject({
      state: 'Incomplete',
      problems: [{ invariant: 'membership-ends' }],
    });
  });

  it('attack: ids that would make an entitlement ambiguous are refused', async () => {
    const { provider, connector, database } = await setUp();
    provider.tenant.groups.push({ id: 'g:member:user', name: '' });
    await expect(connector.sync({ database })).rejects.toMatchObject({ code: 'invalid_response' });
  });

  it('writes into no file that is not its own, and lets nobody else read it', async () => {
    const { connector, database } = await setUp();
    await writeFile(database, 'mine, and long enough not to be taken for an empty database');
    await expect(connector.sync({ database })).rejects.toMatchObject({ code: 'general' });
    expect(await readFile(database, 'utf8')).toMatch(/^mine/);
    await expect(sealedGrants(`${database}-that-is-not-there`)).rejects.toMatchObject({ code: 'general' });
  });
});
