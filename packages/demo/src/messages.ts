import type { Mail } from '@jackfield/example-app/mailbox';
import type { World } from './world.ts';

/** A text message that the stub has taken. */
export interface TextMessage {
  readonly to: string;
  readonly body: string;
}

/** Every mail that either mail server has taken, oldest first. */
export function mailsOf({ mailServer, otherMailServer }: World): readonly Mail[] {
  const mails = [...mailServer.mails, ...otherMailServer.mails];
  return mails
    .toSorted((one, other) => Date.parse(one.date ?? '') - Date.parse(other.date ?? ''))
    .map(({ envelope, subject = '', text = '', html }) => ({
      from: envelope.from,
      to: envelope.to.join(', '),
      subject,
      text,
      ...(html !== undefined && { html }),
    }));
}

/** Oldest first. */
export function textMessagesOf({ twilio }: World): readonly TextMessage[] {
  return twilio.messages.map(({ to, body }) => ({ to, body }));
}
