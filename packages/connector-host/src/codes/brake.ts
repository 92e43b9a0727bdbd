import type { Write } from '../database/database.ts';
import type { Instant } from '../database/tables.ts';
import type { CodeSettings } from './settings.ts';

/**
 * The conversion brake. Whoever earns from messages to numbers of their own (SMS pumping) has no use for the codes: they
 * are not verified.
 *
 * @returns seconds after which it is let go at the earliest; `undefined` when it is not on
 */
export async function brakeFor(
  tx: Write,
  settings: CodeSettings,
  { scope, value, now }: { readonly scope: 'prefix' | 'country'; readonly value: string; readonly now: Instant },
): Promise<number | undefined> {
  const messages = scope === 'prefix' ? settings.brakeMessagesPerPrefix : settings.brakeMessagesPerCountry;
  const outcomes = await tx
    .selectFrom('sms_outcomes')
    .select(['verified', 'sent_at'])
    .where(scope, '=', value)
    .where('sent_at', '>', now - settings.brakeWindow)
    .where('sent_at', '<=', now - settings.brakeGrace)
    .orderBy('sent_at', 'desc')
    .limit(messages)
    .execute();
  const oldest = outcomes.at(-1);
  if (oldest === undefined || outcomes.length < messages) return undefined;
  const verified = outcomes.filter((outcome) => outcome.verified === 1).length;
  if (verified * 100 >= settings.brakeLeastVerified * messages) return undefined;
  return Math.max(1, Math.ceil((oldest.sent_at + settings.brakeWindow - now) / 1000));
}
