import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

type Kept = Map<string, { payload: AdapterPayload; expiresAt: number }>;

/** Where one provider keeps its sessions, codes, tokens and clients: in memory, apart from every other provider's. */
export function createMemoryAdapter(): AdapterFactory {
  const models = new Map<string, Kept>();
  return (name) => {
    const kept: Kept = models.get(name) ?? new Map();
    models.set(name, kept);
    return adapterFor(kept);
  };
}

function adapterFor(kept: Kept): Adapter {
  const find = async (id: string): Promise<AdapterPayload | undefined> => {
    const entry = kept.get(id);
    return entry && entry.expiresAt > Date.now() ? entry.payload : undefined;
  };
  const findWhere = async (key: 'uid' | 'userCode', value: string): Promise<AdapterPayload | undefined> => {
    const entry = [...kept].find(([, { payload }]) => payload[key] === value);
    return entry && find(entry[0]);
  };
  return {
    find,
    findByUid: (uid) => findWhere('uid', uid),
    findByUserCode: (userCode) => findWhere('userCode', userCode),
    async upsert(id, payload, expiresIn) {
      kept.set(id, { payload, expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
    },
    async consume(id) {
      const entry = kept.get(id);
      if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      kept.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id, { payload }] of kept) if (payload.grantId === grantId) kept.delete(id);
    },
  };
}
