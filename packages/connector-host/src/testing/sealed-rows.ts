import type { HostContext } from '../context.ts';
import { rowContext, sealedTableNames, sealedTables, type SealedTable } from '../keys/sealed-columns.ts';
import { sql } from 'kysely';

const at = 1_700_000_000_000;

/** Puts `count` rows into every table with a sealed column, each with `canary-<table>-<n>` in it. */
export async function addSealedRows({ database, keys }: HostContext, count: number): Promise<void> {
  const seal = (table: SealedTable, key: string): string => keys.seal(`canary-${key}`, rowContext(table, key));
  await database.write(async (tx) => {
    for (let index = 1; index <= count; index += 1) {
      const user = `user-${index}`;
      await tx
        .insertInto('users')
        .values({ id: user, email_verified: 0, phone_verified: 0, created_at: at, updated_at: at })
        .execute();
      const times = { created_at: at, last_sign_in_at: at };
      const identity = `provider_tokens-${index}`;
      await tx
        .insertInto('identities')
        .values({ id: identity, user_id: user, target: 't', issuer: 'i', subject: user, ...times })
        .execute();
      const tokens = seal('provider_tokens', identity);
      await tx
        .insertInto('provider_tokens')
        .values({ identity_id: identity, connector: 'c', tokens, refreshing_until: 0, version: 1, updated_at: at })
        .execute();
      const session = `sessions-${index}`;
      const life = { created_at: at, expires_at: at + 1 };
      await tx
        .insertInto('sessions')
        .values([
          { id_hash: session, user_id: user, id_token: seal('sessions', session), ...life },
          { id_hash: `without-${index}`, user_id: user, id_token: null, ...life },
        ])
        .execute();
      const common = { browser_hash: 'b', connector: 'c', return_to: '/', ...life };
      const signIn = `sign_ins-${index}`;
      await tx
        .insertInto('sign_ins')
        .values({ state_hash: signIn, session: seal('sign_ins', signIn), ...common })
        .execute();
      const link = `pending_links-${index}`;
      await tx
        .insertInto('pending_links')
        .values({ token_hash: link, user_id: user, user_info: seal('pending_links', link), ...common })
        .execute();
    }
  });
}

/** Everything that is sealed in those tables, opened; each must say which row it belongs to. */
export async function openSealedRows({ database, keys }: HostContext): Promise<readonly string[]> {
  const opened = await Promise.all(
    sealedTableNames.map(async (table) => {
      const { key, column } = sealedTables[table];
      const { rows } = await database.read((db) =>
        sql<{ key: string; sealed: string }>`select ${sql.ref(key)} as key, ${sql.ref(column)} as sealed
          from ${sql.table(table)} where ${sql.ref(column)} is not null order by ${sql.ref(key)}`.execute(db),
      );
      return rows.map((row) => keys.open(row.sealed, rowContext(table, row.key)));
    }),
  );
  return opened.flat();
}
