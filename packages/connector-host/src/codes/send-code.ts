import { ConnectorError, type DeliveryReceipt, type MessageType } from '@jackfield/connector-kit';
import type { Connectors } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { Instant } from '../database/tables.ts';
import { giveBack } from '../limits/counter.ts';
import { hashToken, randomId } from '../tokens.ts';
import { type Address, parseAddress } from './address.ts';
import { type CodeBinding, macOf } from './code-mac.ts';
import { randomDigits } from './digits.ts';
import { admitMessage, admitNetwork, budgetName } from './message-limits.ts';
import type { CodeSettings } from './settings.ts';

/** Where messages leave by. */
export type MessageConnectors = Pick<Connectors, 'useEmail' | 'useSms'>;

/** Who asks for a code, and what for. */
export interface CodeRequest {
  /** An e-mail address, or a phone number with `+` and country code; spaces, dots, hyphens and brackets are passed over. */
  readonly to: string;
  readonly purpose: MessageType;
  /** A random token of the browser or program that asks; the code is good there only. */
  readonly session: string;
  /** The address of whoever asks. */
  readonly ip: string;
  /** BCP 47 tag of the message's language. */
  readonly locale?: string;
  /** Space-separated BCP 47 tags, most wanted first; used when `locale` is absent. */
  readonly uiLocales?: string;
}

export interface SentCode {
  readonly id: string;
  readonly expiresAt: Instant;
  /** Seconds after which another may be asked for. */
  readonly resendAfter: number;
  /** `unknown`: it may have been handed over, or not. The code is good; wait before another is asked for. */
  readonly delivery: 'handed-over' | 'unknown';
  /** Absent when the delivery is unknown. */
  readonly receipt?: DeliveryReceipt;
}

/** What a code was counted as, to be taken back when it never left. */
interface StoredCode {
  readonly id: string;
  readonly budgetWindow: Instant | undefined;
}

/** Counts, stores, and only then hands over: a message that left is always counted, whatever happens afterwards. */
export async function sendCode(
  context: HostContext,
  connectors: MessageConnectors,
  settings: CodeSettings,
  request: CodeRequest,
): Promise<SentCode> {
  const { purpose, ip, locale, uiLocales } = request;
  const address = await parseAddress(request.to);
  await admitNetwork(context, settings, ip);
  const { instance } = await (address.kind === 'email' ? connectors.useEmail() : connectors.useSms());

  const code = randomDigits(context.random, settings.digits);
  const sessionHash = hashToken(request.session);
  const binding = { id: randomId(context.random), address: address.address, purpose, sessionHash };
  const mac = macOf(context.keys, binding, code);
  const now = context.clock.now();
  const expiresAt = now + settings.lifetime;
  const stored = await context.database.write(async (tx) => {
    const budgetWindow = await admitMessage(tx, context, settings, { address, purpose });
    await storeCode(tx, binding, { mac, tries_left: settings.tries, created_at: now, expires_at: expiresAt });
    if (address.kind === 'phone') await storeOutcome(tx, binding.id, address, now, now + settings.brakeWindow);
    return { id: binding.id, budgetWindow };
  });

  const sent = { id: binding.id, expiresAt, resendAfter: Math.ceil(settings.resendPause / 1000) };
  const payload = { code, ...(locale !== undefined && { locale }), ...(uiLocales !== undefined && { uiLocales }) };
  try {
    const receipt = await instance.sendMessage({ to: address.address, type: purpose, payload, ip });
    return { ...sent, delivery: 'handed-over', receipt };
  } catch (error) {
    // What is no ConnectorError tells nothing about the message: the code stays, as for one that may have left.
    if (!ConnectorError.isInstance(error)) throw error;
    if (error.code === 'delivery_unknown') return { ...sent, delivery: 'unknown' };
    await withdraw(context, stored);
    throw error;
  }
}

type CodeColumns = { mac: string; tries_left: number; created_at: Instant; expires_at: Instant };

/** Replaces the session's code for the same purpose. */
async function storeCode(tx: Write, { id, address, purpose, sessionHash }: CodeBinding, columns: CodeColumns) {
  const row = { id, address, ...columns };
  await tx
    .insertInto('verification_codes')
    .values({ ...row, purpose, session_hash: sessionHash })
    .onConflict((conflict) => conflict.columns(['session_hash', 'purpose']).doUpdateSet(row))
    .execute();
}

async function storeOutcome(
  tx: Write,
  id: string,
  { country, prefix }: Address & { kind: 'phone' },
  now: Instant,
  expiresAt: Instant,
): Promise<void> {
  const row = { code_id: id, country, prefix, verified: 0, sent_at: now, expires_at: expiresAt } as const;
  await tx.insertInto('sms_outcomes').values(row).execute();
}

/** Takes a code back that was not handed over. The limits of recipient and network keep it: trying is not free. */
async function withdraw(context: HostContext, { id, budgetWindow }: StoredCode): Promise<void> {
  try {
    await context.database.write(async (tx) => {
      if (budgetWindow !== undefined) await giveBack(tx, budgetName, { windowStart: budgetWindow });
      await tx.deleteFrom('verification_codes').where('id', '=', id).execute();
      await tx.deleteFrom('sms_outcomes').where('code_id', '=', id).execute();
    });
  } catch {
    // A code that nobody has, and one message too many in the budget: the caller is better told why it was not sent.
    context.log('warn', 'codes.not_withdrawn');
  }
}
