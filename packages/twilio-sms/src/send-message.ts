import {
  ConnectorError,
  type DeliveryReceipt,
  type Message,
  messageTypes,
  type Runtime,
} from '@jackfield/connector-kit';
import { renderSms } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { failedAtOnce, unknownDelivery } from './api-error.ts';
import { metadata } from './metadata.ts';
import { parseRecipient } from './recipient.ts';
import { messageGuard, type MessageStatus } from './responses.ts';
import { countSegments, type SegmentCount, type SegmentEncoding } from './segments.ts';
import type { TwilioSettings } from './settings.ts';
import { openTwilioClient } from './twilio-client.ts';

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

/** What is needed of a message besides its recipient and payload, which have checks of their own. */
const messageShape = z.object({ to: z.unknown(), type: z.enum(messageTypes) });

/** Renders one message and hands it to Twilio. It is never sent a second time. */
export async function sendMessage(
  message: Message,
  settings: TwilioSettings,
  runtime: Runtime,
): Promise<TwilioSmsReceipt> {
  if (!messageShape.safeParse(message).success) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: `A message has a recipient, a payload, and a type: one of ${messageTypes.join(', ')}.`,
    });
  }
  const to = await parseRecipient(message.to, settings.allowedCountries);
  const { templates } = settings;
  const { text } = renderSms({ message, ...(templates && { templates }) });
  const { segments, encoding } = checkLength(text, settings.maxSegments);
  const client = openTwilioClient(settings, runtime, [text, ...secretsOf(message.payload)]);
  const answer = await client.messages.create(parametersOf(to, text, settings)).catch(rethrow);
  const { sid, status } = readAnswer(answer);
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
function secretsOf({ code, link }: Message['payload']): string[] {
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

function parametersOf(to: string, body: string, settings: TwilioSettings): Record<string, string | number> {
  const { validityPeriod, riskCheck, statusCallback } = settings;
  return {
    to,
    body,
    ...senderOf(settings),
    validityPeriod,
    riskCheck,
    ...(statusCallback && { statusCallback: statusCallback.url }),
  };
}

function senderOf({ sender }: TwilioSettings): Record<string, string> {
  switch (sender.kind) {
    case 'messaging-service':
      return { messagingServiceSid: sender.messagingServiceSid };
    case 'number':
      return { from: sender.phoneNumber };
    case 'short-code':
      return { from: sender.shortCode };
    case 'alphanumeric':
      return { from: sender.senderId };
  }
}

/** The SDK fails in its own ways on a success of an odd shape. */
function rethrow(error: unknown): never {
  throw ConnectorError.isInstance(error) ? error : unknownDelivery();
}

function readAnswer(answer: unknown): z.output<typeof messageGuard> {
  const { data } = messageGuard.safeParse(answer);
  if (data === undefined) throw unknownDelivery();
  if (givenUp.has(data.status)) throw failedAtOnce(data.errorCode ?? undefined);
  return data;
}
