import type { SocialSession } from '@jackfield/connector-kit';

/** A host's store: sessions under their `state`, each taken once. */
export function createSessionStore() {
  const sessions = new Map<string, SocialSession>();
  return {
    sessions,
    set: (session: SocialSession): void => {
      sessions.set(session.state ?? '', structuredClone(session));
    },
    take: async (state?: string): Promise<SocialSession | undefined> => {
      const session = sessions.get(state ?? '');
      sessions.delete(state ?? '');
      return session;
    },
  };
}

/** A store with one slot, which gives its session whatever the state: what Logto has, and careless hosts. */
export function createSingleSlot() {
  const slot: { session?: SocialSession; taken: number } = { taken: 0 };
  return {
    slot,
    set: (session: SocialSession): void => {
      slot.session = structuredClone(session);
    },
    take: async (): Promise<SocialSession | undefined> => {
      const { session } = slot;
      delete slot.session;
      slot.taken += 1;
      return session;
    },
  };
}
