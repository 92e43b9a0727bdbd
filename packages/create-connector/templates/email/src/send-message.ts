import {
  ConnectorError,
  type DeliveryReceipt,
  type GetI18nEmailTemplate,
  type Message,
  messageTypes,
  type Runtime,
} from '@jackfield/connector-kit';
import { type RenderedEmail, renderEmail } from '@jackfield/connector-kit/messages';
import { parseJson } from '@jackfield/egress';
import * as z from 'zod';
import { callApi } from './api.ts';
import type { ParsedSpecimenConfig } from './config.ts';
import { refusalError, rejectedAtOnce, transportError, unknownDelivery } from './delivery-error.ts';
import { metadata } from './metadata.ts';
import { parseAddress } from './recipient.ts';
import { acceptedGuard } from './responses.ts';

interface SendTools {
  runtime: Runtime;
  getI18nEmailTemplate?: GetI18nEmailTemplate;
}

const messageGuard = z.object({ to: z.string(), type: z.enum(messageTypes), payload: z.looseObject({}) });

/** Writes one e-mail and hands it to Specimen, once. */
export async function sendMessage(
  message: Message,
  config: ParsedSpecimenConfig,
  { runtime, getI18nEmailTemplate }: SendTools,
): Promise<DeliveryReceipt> {
  if (!messageGuard.safeParse(message).success) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: `A message has a recipient, a payload, and a type: one of ${messageTypes.join(', ')}.`,
    });
  }
  const to = parseAddress(message.to);
  const { templates } = config;
  const email = await renderEmail({
    message,
    ...(templates && { templates }),
    ...(getI18nEmailTemplate && { getI18nEmailTemplate }),
  });
  const answer = await callApi(runtime, config, toRequest(to, email, config)).catch((error: unknown) =>
    Promise.reject(transportError(error)),
  );
  if (answer.status < 200 || answer.status > 299) {
    throw refusalError(answer, [config.apiKey, ...secretsOf(message.payload)], runtime.clock.now());
  }
  const { id, status } = readAccepted(answer.body);
  if (status === 'rejected') throw rejectedAtOnce();
  return { id, provider: metadata.id, acceptedAt: new Date(runtime.clock.now()).toISOString() };
}

/** The message as the API of Specimen takes it. */
function toRequest(to: string, email: RenderedEmail, { from }: ParsedSpecimenConfig): object {
  const { subject, html, text, replyTo, sendFrom = from.name } = email;
  return {
    from: { email: from.address, ...(sendFrom !== undefined && { name: sendFrom }) },
    to: [{ email: to }],
    subject,
    text,
    ...(html !== undefined && { html }),
    ...(replyTo !== undefined && { replyTo: { email: parseAddress(replyTo) } }),
  };
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
