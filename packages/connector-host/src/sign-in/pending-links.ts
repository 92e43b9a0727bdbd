import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import { rowContext } from '../keys/sealed-columns.ts';
import { hashToken, randomToken } from '../tokens.ts';
import { type Arrival, arrivalGuard } from '../users/arrival.ts';

/** Milliseconds that a person has to decide, and to prove that the account is theirs. */
const lifetime = 10 * 60_000;

/** A first sign-in that waits for the person's decision. */
export interface PendingLink {
  readonly arrival: Arrival;
  readonly returnTo: string;
  /** The account that has the same address. */
  readonly userId: string;
}

/** @returns the token for its address; it is of use in this browser only */
export async function storePendingLink(
  { database, keys, clock, random }: HostContext,
  browser: string,
  { arrival, returnTo, userId }: PendingLink,
): Promise<string> {
  const token = randomToken(random);
  const hash = hashToken(token);
  const now = clock.now();
  await database.write((tx) =>
    tx
      .insertInto('pending_links')
      .values({
        token_hash: hash,
        browser_hash: hashToken(browser),
        connector: arrival.connector,
        return_to: returnTo,
        user_id: userId,
        user_info: keys.seal(JSON.stringify(arrival), rowContext('pending_links', hash)),
        created_at: now,
        expires_at: now + lifetime,
      })
      .execute(),
  );
  return token;
}

/** Reads it without using it up. */
export async function findPendingLink(
  context: HostContext,
  browser: string,
  hash: string,
): Promise<PendingLink | undefined> {
  const row = await context.database.read((db) =>
    db
      .selectFrom('pending_links')
      .selectAll()
      .where('token_hash', '=', hash)
      .where('browser_hash', '=', hashToken(browser))
      .where('expires_at', '>', context.clock.now())
      .executeTakeFirst(),
  );
  return row && open(context, row);
}

/**
 * Takes it: it is good once, in the browser that it was made in.
 *
 * @param userId whose account it must be for; `null`: any, when nothing is linked
 */
export async function takePendingLink(
  tx: Write,
  context: HostContext,
  { browser, hash, userId }: { browser: string; hash: string; userId: string | null },
): Promise<PendingLink | undefined> {
  const query = tx
    .deleteFrom('pending_links')
    .where('token_hash', '=', hash)
    .where('browser_hash', '=', hashToken(browser))
    .where('expires_at', '>', context.clock.now());
  const row = await (userId === null ? query : query.where('user_id', '=', userId)).returningAll().executeTakeFirst();
  return row && open(context, row);
}

function open(
  { keys }: HostContext,
  row: { token_hash: string; user_info: string; return_to: string; user_id: string },
): PendingLink {
  return {
    arrival: arrivalGuard.parse(JSON.parse(keys.open(row.user_info, rowContext('pending_links', row.token_hash)))),
    returnTo: row.return_to,
    userId: row.user_id,
  };
}
