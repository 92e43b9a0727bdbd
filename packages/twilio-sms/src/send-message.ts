import { ConnectorError, type DeliveryReceipt, type Message, type Runtime } from '@jackfield/connector-kit';
import { renderSms } from '@jackfield/connector-kit/messages';
import type * as z from 'zod';
import { failedAtOnce, unknownDelivery } from './api-error.ts';
import { callTwilio } from './http-client.ts';
import { fillRequest, messageRequestOf } from './message-request.ts';
import { metadata } from './metadata.ts';
import { parseRecipient } from './recipient.ts';
import { messageGuard, type MessageStatus } from './responses.ts';
import { countSegments, type SegmentCount, type SegmentEncoding } from './segments.ts';
import { secretsOf, type TwilioSettings } from './settings.ts';

/** Proof that Twilio took the message. Not that it arrived: that comes by status callback. */
export interface TwilioSmsReceipt extends DeliveryReceipt {
  /** Twilio's message SID, `SM…`. */
  id: string;
  /** The status that Twilio gave at once: `queued`, or `accepted` with a messaging service. */
  status: MessageStatus;
  /** How many segments the text needs; each is paid for. */
  segments: number;
  encoding: SegmentEncoding;
}

/** Characters that Twilio takes. */
const maximumLength = 1600;

const givenUp = new Set<MessageStatus>(['failed', 'undelivered', 'canceled']);

/** Renders one message and hands it to Twilio. It is never sent a second time. */
export async function sendMessage(
  message: Message,
  settings: TwilioSettings,
  runtime: Runtime,
): Promise<TwilioSmsReceipt> {
  if (typeof message !== 'object' || message === null) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: 'A message is an object with a recipient, a type and a payload.',
    });
  }
  const to = await parseRecipient(message.to, settings.allowedCountries);
  const { templates } = settings;
  const { text } = renderSms({ message, ...(templates && { templates }) });
  const { segments, encoding } = checkLength(text, settings.maxSegments);
  const request = fillRequest(await messageRequestOf(settings), to, text);
  const answer = await callTwilio(runtime, request, () => [
    ...secretsOf(settings),
    text,
    ...secretVariables(message.payload),
  ]);
  const { sid, status } = readAnswer(answer.body);
  return {
    id: sid,
    provider: metadata.id,
    acceptedAt: new Date(runtime.clock.now()).toISOString(),
    status,
    segments,
    encoding,
  };
}

/** Codes and links are secrets, too: when Twilio repeats them, they must not get into an error. */
function secretVariables({ code, link }: Message['payload']): string[] {
  return [code, link].filter((value) => typeof value === 'string');
}

function checkLength(text: string, maxSegments: number): SegmentCount {
  if (text.trim() === '') {
    throw new ConnectorError('invalid_request_parameters', { hint: 'The message has no text once it is filled in.' });
  }
  const count = countSegments(text);
  if (count.segments <= maxSegments && text.length <= maximumLength) return count;
  throw new ConnectorError('invalid_request_parameters', {
    hint: `The message needs ${count.segments} segments in ${count.encoding} once it is filled in, and \`maxSegments\` allows ${maxSegments}. Shorten the variables or the template.`,
  });
}

function readAnswer(answer: unknown): z.output<typeof messageGuard> {
  const { data } = messageGuard.safeParse(answer);
  if (data === undefined) throw unknownDelivery();
  if (givenUp.has(data.status)) throw failedAtOnce(data.error_code ?? undefined);
  return data;
}
