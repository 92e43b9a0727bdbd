import {
  ConnectorError,
  type DeliveryReceipt,
  type Message,
  messageTypes,
  type Runtime,
} from '@jackfield/connector-kit';
import { renderSms } from '@jackfield/connector-kit/messages';
import { parseJson } from '@jackfield/egress';
import * as z from 'zod';
import { callApi } from './api.ts';
import type { ParsedSpecimenConfig } from './config.ts';
import { refusalError, rejectedAtOnce, transportError, unknownDelivery } from './delivery-error.ts';
import { metadata } from './metadata.ts';
import { parseRecipient } from './recipient.ts';
import { acceptedGuard } from './responses.ts';

const messageGuard = z.object({ to: z.string(), type: z.enum(messageTypes), payload: z.looseObject({}) });

/** Writes one text message and hands it to Specimen, once. */
export async function sendMessage(
  message: Message,
  config: ParsedSpecimenConfig,
  runtime: Runtime,
): Promise<DeliveryReceipt> {
  if (!messageGuard.safeParse(message).success) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: `A message has a recipient, a payload, and a type: one of ${messageTypes.join(', ')}.`,
    });
  }
  const to = parseRecipient(message.to, config.allowedCallingCodes);
  const text = write(message, config);
  const answer = await callApi(runtime, config, { from: config.sender, to, text }).catch((error: unknown) =>
    Promise.reject(transportError(error)),
  );
  if (answer.status < 200 || answer.status > 299) {
    throw refusalError(answer, [config.apiKey, ...secretsOf(message.payload)], runtime.clock.now());
  }
  const { id, status } = readAccepted(answer.body);
  if (status === 'rejected') throw rejectedAtOnce();
  return { id, provider: metadata.id, acceptedAt: new Date(runtime.clock.now()).toISOString() };
}

/** The text, which no variable may blow up to many messages. */
function write(message: Message, { templates, maxLength }: ParsedSpecimenConfig): string {
  const { text } = renderSms({ message, ...(templates && { templates }) });
  if (text.trim() !== '' && text.length <= maxLength) return text;
  throw new ConnectorError('invalid_request_parameters', {
    hint: `The message must have a text, of at most ${maxLength} characters (maxLength), once it is filled in.`,
  });
}

/** Codes and links are secrets, too: when Specimen repeats them, they must not get into an error. */
function secretsOf({ code, link }: Message['payload']): string[] {
  return [code, link].filter((value) => typeof value === 'string');
}

function readAccepted(body: Uint8Array): z.output<typeof acceptedGuard> {
  try {
    return acceptedGuard.parse(parseJson(body));
  } catch (error) {
    throw unknownDelivery(error);
  }
}
