import type { SmtpVariant } from './variants.ts';

/** What the server answers instead of accepting. */
export interface Refusal {
  code: number;
  text: string;
}

type Refusals = Partial<Record<SmtpVariant, Refusal>>;

/** How AUTH is refused. */
export const authRefusals: Refusals = {
  'wrong-credentials': { code: 535, text: '5.7.8 Username and password not accepted' },
  'temporary-auth-failure': { code: 454, text: '4.7.0 Temporary authentication failure' },
};

/** How the greeting is refused. */
export const greetingRefusals: Refusals = {
  'too-many-connections': { code: 421, text: '4.7.0 Too many connections from your address' },
};

/** How MAIL FROM is refused. */
export const senderRefusals: Refusals = {
  'sender-refused': { code: 553, text: '5.7.1 Sender address not owned by user' },
  'rate-limited-closing': { code: 421, text: '4.7.0 Too many messages, closing' },
};

/** How RCPT TO is refused. */
export const recipientRefusals: Refusals = {
  'recipient-refused': { code: 550, text: '5.1.1 No such user here' },
  'recipient-moved': { code: 551, text: '5.1.6 User has moved' },
  'recipient-relay-denied': { code: 550, text: '5.7.1 Relaying denied' },
  'mailbox-full': { code: 552, text: '5.2.2 Mailbox full' },
  'mailbox-full-for-now': { code: 452, text: '4.2.2 Mailbox full for now' },
  greylisting: { code: 451, text: '4.7.1 Greylisted, try again later' },
  'rate-limited': { code: 450, text: '4.7.28 Sending rate exceeded' },
};

/** How the message itself is refused, after DATA. */
export const messageRefusals: Refusals = {
  'message-refused': { code: 554, text: '5.7.1 Message looks like spam' },
  'message-refused-for-now': { code: 451, text: '4.3.0 Out of storage' },
};
