import type { SocialSession } from '@jackfield/connector-kit';
import * as z from 'zod';
import type { HostContext } from '../context.ts';
import { prepared, type ValueOf } from '../database/prepared.ts';
import type { SignInTable } from '../database/tables.ts';
import { rowContext } from '../keys/sealed-columns.ts';
import { hashToken } from '../tokens.ts';

/** Milliseconds that a person has at the provider. */
const lifetime = 10 * 60_000;

const socialSessionGuard = z.looseObject({
  state: z.string().optional(),
  nonce: z.string().optional(),
  redirectUri: z.string().optional(),
  connectorId: z.string().optional(),
  connectorFactoryId: z.string().optional(),
  jti: z.string().optional(),
});

/** What a sign-in is bound to. */
interface Binding {
  readonly state: string;
  /** The browser's cookie. */
  readonly browser: string;
  /** Id of the connector's row. */
  readonly connector: string;
}

/** What a sign-in is for. */
export interface Purpose {
  readonly returnTo: string;
  /** Hash of the session whose holder adds an identity to their account. The sign-in ends with that session. */
  readonly sessionHash: string | null;
  /** Hash of the pending link that this sign-in proves the account of. */
  readonly pendingLink: string | null;
}

export interface StartedSignIn extends Purpose {
  readonly session: SocialSession;
}

/** Remembers that a sign-in was started, for ten minutes. */
export async function storeSignIn(
  { database, keys, clock }: HostContext,
  { state, browser, connector }: Binding,
  { returnTo, sessionHash, pendingLink }: Purpose,
  session: SocialSession,
): Promise<void> {
  const stateHash = hashToken(state);
  const now = clock.now();
  await database.writeOne(
    (db) =>
      insert(db, {
        state_hash: stateHash,
        browser_hash: hashToken(browser),
        connector,
        return_to: returnTo,
        session_hash: sessionHash,
        pending_link: pendingLink,
        session: keys.seal(JSON.stringify(session), rowContext('sign_ins', stateHash)),
        created_at: now,
        expires_at: now + lifetime,
      }),
    { isTransient: true },
  );
}

/**
 * Takes a started sign-in, in one statement: of any number of callbacks at once, in whichever process, one gets it. Another
 * browser or connector gets nothing, and does not spoil it either.
 */
export async function takeSignIn(
  { database, keys, clock }: HostContext,
  { state, browser, connector }: Binding,
): Promise<StartedSignIn | undefined> {
  const stateHash = hashToken(state);
  const binding = { stateHash, browserHash: hashToken(browser), connector, now: clock.now() };
  const { rows } = await database.writeOne((db) => take(db, binding), { isTransient: true });
  const [row] = rows;
  if (!row) return undefined;
  return {
    returnTo: row.return_to,
    sessionHash: row.session_hash,
    pendingLink: row.pending_link,
    session: socialSessionGuard.parse(JSON.parse(keys.open(row.session, rowContext('sign_ins', stateHash)))),
  };
}

const insert = prepared((db, value: ValueOf<SignInTable>) =>
  db.insertInto('sign_ins').values({
    state_hash: value('state_hash'),
    browser_hash: value('browser_hash'),
    connector: value('connector'),
    return_to: value('return_to'),
    session_hash: value('session_hash'),
    pending_link: value('pending_link'),
    session: value('session'),
    created_at: value('created_at'),
    expires_at: value('expires_at'),
  }),
);

const take = prepared(
  (db, value: ValueOf<{ stateHash: string; browserHash: string; connector: string; now: number }>) =>
    db
      .deleteFrom('sign_ins')
      .where('state_hash', '=', value('stateHash'))
      .where('browser_hash', '=', value('browserHash'))
      .where('connector', '=', value('connector'))
      .where('expires_at', '>', value('now'))
      .returning(['return_to', 'session_hash', 'pending_link', 'session']),
);
