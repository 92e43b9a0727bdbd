import { type Kysely, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** One step from a version of the tables to the next. Never edited once released. */
interface Migration {
  readonly version: number;
  readonly up: (db: Kysely<Tables>) => Promise<void>;
}

/** In order; the last one's `version` is what this program reads and writes. */
export const migrations: readonly Migration[] = [{ version: 1, up: createTables }];

async function createTables(db: Kysely<Tables>): Promise<void> {
  const { schema } = db;

  await schema
    .createTable('meta')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await db
    .insertInto('meta')
    .values([
      { name: 'revision', value: '0' },
      { name: 'audit_head', value: '' },
    ])
    .execute();

  await schema
    .createTable('connectors')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('connector_id', 'text', (c) => c.notNull())
    .addColumn('type', 'text', (c) => c.notNull().check(sql`type in ('Social', 'Email', 'Sms', 'Governance')`))
    .addColumn('target', 'text', (c) => c.notNull().check(sql`target <> ''`))
    .addColumn('platform', 'text')
    .addColumn('issuer', 'text')
    .addColumn('is_standard', 'integer', (c) => c.notNull())
    .addColumn('metadata', 'text', (c) => c.notNull())
    .addColumn('sync_profile', 'integer', (c) => c.notNull())
    .addColumn('token_storage', 'integer', (c) => c.notNull())
    .addColumn('config', 'text', (c) => c.notNull().check(sql`config <> ''`))
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addCheckConstraint('connectors_platform', sql`(type = 'Social') = (platform is not null)`)
    .addCheckConstraint('connectors_sync_profile', sql`type = 'Social' or sync_profile = 0`)
    .execute();
  await sql`create unique index connectors_one_target on connectors (target, platform) where type = 'Social'`.execute(
    db,
  );
  await sql`create unique index connectors_one_message on connectors (type) where type in ('Email', 'Sms')`.execute(db);
  await sql`create unique index connectors_one_instance on connectors (connector_id)
    where type = 'Social' and is_standard = 0`.execute(db);

  await schema
    .createTable('users')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text')
    .addColumn('avatar', 'text')
    .addColumn('email', 'text')
    .addColumn('email_key', 'text')
    .addColumn('email_verified', 'integer', (c) => c.notNull())
    .addColumn('phone', 'text')
    .addColumn('phone_verified', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .addColumn('last_sign_in_at', 'bigint')
    .execute();
  await schema.createIndex('users_email').on('users').columns(['email_key', 'email_verified']).execute();
  await sql`create unique index users_one_email on users (email_key) where email_verified = 1`.execute(db);
  await sql`create unique index users_one_phone on users (phone) where phone_verified = 1`.execute(db);

  await schema
    .createTable('identities')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('target', 'text', (c) => c.notNull())
    .addColumn('issuer', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('name', 'text')
    .addColumn('avatar', 'text')
    .addColumn('email', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('last_sign_in_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('identities_one_subject', ['target', 'issuer', 'subject'])
    .execute();
  await schema.createIndex('identities_user').on('identities').column('user_id').execute();

  await schema
    .createTable('provider_tokens')
    .addColumn('identity_id', 'text', (c) => c.primaryKey().references('identities.id').onDelete('cascade'))
    .addColumn('connector', 'text', (c) => c.notNull())
    .addColumn('tokens', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .addColumn('refreshing_until', 'bigint', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();

  await schema
    .createTable('sessions')
    .addColumn('id_hash', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('identity_id', 'text', (c) => c.references('identities.id').onDelete('cascade'))
    .addColumn('connector', 'text')
    .addColumn('id_token', 'text')
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('sessions_user').on('sessions').columns(['user_id', 'created_at', 'id_hash']).execute();
  await schema.createIndex('sessions_identity').on('sessions').column('identity_id').execute();
  await schema.createIndex('sessions_expiry').on('sessions').column('expires_at').execute();

  await schema
    .createTable('sign_ins')
    .addColumn('state_hash', 'text', (c) => c.primaryKey())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('connector', 'text', (c) => c.notNull())
    .addColumn('return_to', 'text', (c) => c.notNull())
    .addColumn('session_hash', 'text', (c) => c.references('sessions.id_hash').onDelete('cascade'))
    .addColumn('pending_link', 'text')
    .addColumn('session', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('sign_ins_expiry').on('sign_ins').column('expires_at').execute();
  await sql`create index sign_ins_session on sign_ins (session_hash) where session_hash is not null`.execute(db);

  await schema
    .createTable('pending_links')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('browser_hash', 'text', (c) => c.notNull())
    .addColumn('connector', 'text', (c) => c.notNull())
    .addColumn('return_to', 'text', (c) => c.notNull())
    .addColumn('user_id', 'text', (c) => c.notNull().references('users.id').onDelete('cascade'))
    .addColumn('user_info', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('pending_links_user').on('pending_links').column('user_id').execute();
  await schema.createIndex('pending_links_expiry').on('pending_links').column('expires_at').execute();

  await schema
    .createTable('verification_codes')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('session_hash', 'text', (c) => c.notNull())
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('mac', 'text', (c) => c.notNull())
    .addColumn('tries_left', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .addUniqueConstraint('verification_codes_one_live', ['session_hash', 'purpose'])
    .execute();
  await schema.createIndex('verification_codes_expiry').on('verification_codes').column('expires_at').execute();

  await schema
    .createTable('counters')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('window_start', 'bigint', (c) => c.notNull())
    .addColumn('count', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('counters_expiry').on('counters').column('expires_at').execute();

  await schema
    .createTable('sms_outcomes')
    .addColumn('code_id', 'text', (c) => c.primaryKey())
    .addColumn('country', 'text', (c) => c.notNull())
    .addColumn('prefix', 'text', (c) => c.notNull())
    .addColumn('verified', 'integer', (c) => c.notNull())
    .addColumn('sent_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('sms_outcomes_country').on('sms_outcomes').columns(['country', 'sent_at']).execute();
  await schema.createIndex('sms_outcomes_prefix').on('sms_outcomes').columns(['prefix', 'sent_at']).execute();
  await schema.createIndex('sms_outcomes_expiry').on('sms_outcomes').column('expires_at').execute();

  await schema
    .createTable('api_tokens')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('scope', 'text', (c) => c.notNull().check(sql`scope in ('read', 'write')`))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint')
    .execute();

  await schema
    .createTable('operator_sessions')
    .addColumn('id_hash', 'text', (c) => c.primaryKey())
    .addColumn('token_id', 'text', (c) => c.notNull().references('api_tokens.id').onDelete('cascade'))
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('expires_at', 'bigint', (c) => c.notNull())
    .execute();
  await schema.createIndex('operator_sessions_token').on('operator_sessions').column('token_id').execute();
  await schema.createIndex('operator_sessions_expiry').on('operator_sessions').column('expires_at').execute();

  await schema
    .createTable('secret_references')
    .addColumn('connector', 'text', (c) => c.notNull().references('connectors.id').onDelete('cascade'))
    .addColumn('path', 'text', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('mac', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('secret_references_key', ['connector', 'path'])
    .execute();

  await schema
    .createTable('audit')
    .addColumn('sequence', 'bigint', (c) => c.primaryKey())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('actor', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('key_id', 'text', (c) => c.notNull())
    .addColumn('mac', 'text', (c) => c.notNull())
    .execute();
}
