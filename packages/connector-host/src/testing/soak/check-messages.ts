import { counterName } from '../../limits/counter.ts';
import { groupBy } from './group.ts';
import type { Journal, MessageSeen } from './journal.ts';
import type { Stored } from './stored.ts';

/** Where the messages that were asked for are. */
export interface MessageFindings {
  readonly acknowledged: number;
  /** Addresses that got more than they asked for. */
  readonly doubled: readonly string[];
  /** Addresses whose message was acknowledged, and is not there. */
  readonly lost: readonly string[];
  /** Messages of which the client does not know: how many of each kind. */
  readonly unknown: ReadonlyMap<string, number>;
  readonly broken: readonly string[];
}

/** @param arrived every recipient of a message, once for each */
export function checkMessages(
  { messages }: Pick<Journal, 'messages'>,
  { counters, liveCodes }: Pick<Stored, 'counters' | 'liveCodes'>,
  arrived: readonly string[],
): MessageFindings {
  const counts = groupBy(arrived, (to) => to);
  const arrivedAt = ({ to }: MessageSeen): number => counts.get(to)?.length ?? 0;
  const acknowledged = messages.filter(({ sent }) => sent === 'acknowledged');
  const unknown = messages.filter(({ sent }) => sent === 'unknown');
  const denied = messages.filter(({ sent }) => sent === 'refused' || sent === 'not sent');
  const asked = new Set(messages.map(({ to }) => to));
  const live = new Set(liveCodes);
  const counted = (kind: string, subject: string): number => counters.get(counterName(kind, subject)) ?? 0;

  const broken = [
    ...denied
      .filter((message) => arrivedAt(message) > 0)
      .map(({ to, reason }) => `a message arrived though its sender was told ${reason}: ${to}`),
    ...[...counts.keys()].filter((to) => !asked.has(to)).map((to) => `a message that nobody asked for: ${to}`),
    ...messages
      .filter(({ verified }) => verified > 1)
      .map(({ to, verified }) => `a code was good ${verified} times: ${to}`),
    ...messages
      .filter(({ to, verified }) => verified > 0 && live.has(to))
      .map(({ to }) => `a used code is still good: ${to}`),
    ...acknowledged
      .filter(({ to }) => counted('code:hour', to) !== 1)
      .map(({ to }) => `a message was not counted: ${to}`),
    ...messages
      .filter(({ to, verified, guesses }) => counted('code:tries', to) < verified + guesses)
      .map(({ to }) => `a try was not counted: ${to}`),
    ...[...groupBy(messages, ({ ip }) => ip)].flatMap(([ip, ofNetwork]) =>
      between(`requests of ${ip}`, counted('code:network', ip), ofNetwork),
    ),
    ...between(
      'the daily budget',
      counters.get('code:sms') ?? 0,
      messages.filter(({ kind }) => kind === 'phone'),
    ),
  ];
  return {
    acknowledged: acknowledged.length,
    doubled: messages.filter((message) => arrivedAt(message) > 1).map(({ to }) => to),
    lost: acknowledged.filter((message) => arrivedAt(message) === 0).map(({ to }) => to),
    unknown: countBy(unknown, (message) => `${message.reason}, ${arrivedAt(message) > 0 ? 'arrived' : 'not arrived'}`),
    broken,
  };
}

/** A counter has counted whatever was acknowledged, and nothing that was not sent. */
function between(what: string, count: number, messages: readonly MessageSeen[]): readonly string[] {
  const least = messages.filter(({ sent }) => sent === 'acknowledged').length;
  const most = messages.filter(({ sent }) => sent !== 'not sent').length;
  return count >= least && count <= most ? [] : [`${what}: counted ${count}, instead of ${least} to ${most}`];
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, number> {
  return new Map([...groupBy(items, keyOf)].map(([key, { length }]) => [key, length]));
}
