import {
  ConnectorError,
  type ConnectorErrorCode,
  type DeliveryReceipt,
  type GetI18nEmailTemplate,
  type Message,
  messageTypes,
  type Runtime,
} from '@jackfield/connector-kit';
import { renderEmail } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import type { TinyEmailConfig } from './config.ts';
import { metadata } from './metadata.ts';

const messageGuard = z.object({
  to: z
    .string()
    .regex(/^[a-z0-9]+(?:\.[a-z0-9]+)*@[a-z0-9]+(?:\.[a-z0-9]+)+$/)
    .max(64),
  type: z.enum(messageTypes),
  payload: z.looseObject({}),
});
const answerGuard = z.object({ id: z.string().default(''), reason: z.string().default('') });

const codeOfStatus = new Map<number, ConnectorErrorCode>([
  [401, 'invalid_config'],
  [422, 'recipient_refused'],
  [429, 'rate_limit_exceeded'],
  [504, 'delivery_unknown'],
]);

interface Delivery {
  message: Message;
  config: TinyEmailConfig;
  runtime: Runtime;
  getI18nEmailTemplate: GetI18nEmailTemplate | undefined;
}

/** Writes one mail and hands it to the carrier. */
export async function sendMessage(delivery: Delivery): Promise<DeliveryReceipt> {
  const { config, runtime, getI18nEmailTemplate } = delivery;
  const message = messageGuard.safeParse(delivery.message);
  if (!message.success) {
    throw new ConnectorError('invalid_request_parameters', { hint: 'Pass one address, a known type and a payload.' });
  }
  const { to, type, payload } = message.data;
  const { subject, text, html } = await renderEmail({
    message: { type, payload },
    ...(config.templates === undefined ? {} : { templates: config.templates }),
    ...(getI18nEmailTemplate === undefined ? {} : { getI18nEmailTemplate }),
  });
  const body = JSON.stringify({ to: [to], subject, text, html });
  const headers = { authorization: `Bearer ${config.token}` };
  const request = { url: config.endpoint, method: 'POST', headers, body };
  const { status, data } = await runtime.egress.json(request, answerGuard);
  if (status === 200)
    return { id: data.id, provider: metadata.id, acceptedAt: new Date(runtime.clock.now()).toISOString() };
  throw new ConnectorError(codeOfStatus.get(status) ?? 'delivery_failed', {
    hint: 'The carrier refused the mail. Check the token and the recipient.',
    details: { providerCode: String(status), providerDescription: data.reason },
    secrets: [config.token],
  });
}
