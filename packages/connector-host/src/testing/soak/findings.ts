import { checkConnectors } from './check-connectors.ts';
import { checkMessages, type MessageFindings } from './check-messages.ts';
import { checkPeople } from './check-people.ts';
import type { Journal } from './journal.ts';
import type { Stored } from './stored.ts';

/** What the soak has found. */
export interface Findings extends Pick<MessageFindings, 'acknowledged' | 'doubled' | 'lost' | 'unknown'> {
  /** Rules that do not hold. */
  readonly broken: readonly string[];
}

/** Compares what clients were told with what is stored, and with the messages that came. */
export function findFaults(journal: Journal, stored: Stored, arrived: readonly string[]): Findings {
  const messages = checkMessages(journal, stored, arrived);
  const { verification, unreadable } = stored;
  return {
    ...messages,
    broken: [
      ...journal.unexpected,
      ...checkConnectors(journal, stored),
      ...checkPeople(journal, stored),
      ...messages.broken,
      ...(verification.intact ? [] : [`the audit log is broken at ${verification.sequence}: ${verification.fault}`]),
      ...unreadable,
    ],
  };
}

/** Nothing can be said of a load that hardly got through: then the soak has failed, too. */
export function findIdle({ operations }: Pick<Journal, 'operations'>, seconds: number): readonly string[] {
  const least = Math.max(3, Math.floor(seconds / 5));
  return expectedOperations
    .map((operation) => ({ operation, acknowledged: operations.get(operation)?.acknowledged ?? 0 }))
    .filter(({ acknowledged }) => acknowledged < least)
    .map(({ operation, acknowledged }) => `${operation}: only ${acknowledged} acknowledged, of at least ${least}`);
}

const expectedOperations = [
  'send mail',
  'send SMS',
  'verify code',
  'start sign-in',
  'callback',
  'read session',
  'sign out',
  'create connector',
  'remove connector',
  'replace e-mail',
  'change connector',
  'list connectors',
  'list audit',
  'export',
] as const;
