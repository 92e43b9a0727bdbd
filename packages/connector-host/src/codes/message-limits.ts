import { ConnectorError, type MessageType } from '@jackfield/connector-kit';
import type { HostContext } from '../context.ts';
import type { Write } from '../database/database.ts';
import type { Instant } from '../database/tables.ts';
import { HostError } from '../host-error.ts';
import { addressPrefix } from '../limits/address-prefix.ts';
import { counterName, countWithin } from '../limits/counter.ts';
import type { Address } from './address.ts';
import { brakeFor } from './brake.ts';
import type { CodeSettings } from './settings.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The counter of the daily budget. */
export const budgetName = 'code:sms';

/** Which limit refused a message. */
export type MessageLimit =
  | 'network'
  | 'resend pause'
  | 'recipient'
  | 'prefix'
  | 'prefix brake'
  | 'country'
  | 'country brake'
  | 'budget';

/** What is told, in the order in which limits are asked. Never for whom. */
const hints: Readonly<Record<MessageLimit, string>> = {
  network: 'Too many codes were asked for from this network.',
  'resend pause': 'A code was sent a moment ago. Look for it, also among the unwanted messages, before asking again.',
  recipient: 'Too many codes were sent to this address.',
  prefix: 'Too many codes were sent to numbers like this one.',
  'prefix brake': 'Codes sent to numbers like this one are not being used. Use an e-mail address.',
  country: 'Too many codes were sent to this country.',
  'country brake': 'Codes sent to this country are not being used. Use an e-mail address.',
  budget: 'No more text messages are sent for now. Use an e-mail address.',
};

/**
 * Counts a request of a network, whatever becomes of it, in a transaction of its own: whoever is refused by another limit
 * has still asked.
 *
 * @throws `too_many_requests`
 */
export async function admitNetwork(context: HostContext, settings: CodeSettings, ip: string): Promise<void> {
  const name = counterName('code:network', addressPrefix(ip));
  const limit = settings.requestsPerNetworkAndHour;
  const counted = await context.database.write((tx) =>
    countWithin(tx, { name, window: hour, limit, now: context.clock.now() }),
  );
  if (!counted.allowed) throw limited(context, 'network', counted.retryAfter);
}

/**
 * Counts a message. When one limit refuses it, the transaction is to end with the error, and none has counted it.
 *
 * @returns the window of the daily budget that it was counted in, of an SMS
 * @throws `too_many_requests`, `recipient_refused` (ConnectorError)
 */
export async function admitMessage(
  tx: Write,
  context: HostContext,
  settings: CodeSettings,
  { address, purpose }: { readonly address: Address; readonly purpose: MessageType },
): Promise<Instant | undefined> {
  const now = context.clock.now();
  const admit = async (limit: MessageLimit, name: string, most: number, window: number): Promise<Instant> => {
    const counted = await countWithin(tx, { name, window, limit: most, now });
    if (!counted.allowed) throw limited(context, limit, counted.retryAfter);
    return counted.windowStart;
  };
  const brake = async (scope: 'prefix' | 'country', value: string): Promise<void> => {
    const retryAfter = await brakeFor(tx, settings, { scope, value, now });
    if (retryAfter !== undefined) throw limited(context, `${scope} brake`, retryAfter);
  };

  if (address.kind === 'phone') checkCountry(settings, address.country);
  const { recipient } = address;
  const pause = counterName(`code:pause:${purpose}`, recipient);
  await admit('resend pause', pause, 1, settings.resendPause);
  await admit('recipient', counterName('code:hour', recipient), settings.messagesPerRecipientAndHour, hour);
  await admit('recipient', counterName('code:day', recipient), settings.messagesPerRecipientAndDay, day);
  if (address.kind === 'email') return undefined;

  const { prefix, country } = address;
  await admit('prefix', counterName('code:prefix', prefix), settings.smsPerPrefixAndHour, hour);
  await brake('prefix', prefix);
  await admit('country', counterName('code:country', country), settings.smsPerCountryAndHour, hour);
  await brake('country', country);
  return admit('budget', budgetName, settings.smsPerDay, day);
}

function checkCountry({ smsCountries }: CodeSettings, country: string): void {
  if (smsCountries === undefined || smsCountries.includes(country)) return;
  throw new ConnectorError('recipient_refused', { hint: 'Numbers of that country get no codes.' });
}

/** Operators see which limit it was; what a network or a recipient does is no news to them. */
function limited({ log }: HostContext, limit: MessageLimit, retryAfter: number): HostError {
  const isCostly = limit === 'budget' || limit.endsWith('brake');
  log(isCostly ? 'warn' : 'info', 'codes.limited', { limit, retryAfter });
  return new HostError('too_many_requests', { hint: hints[limit], retryAfter });
}
