import {
  ConnectorError,
  type DeliveryReceipt,
  type Message,
  messageTypes,
  type Runtime,
} from '@jackfield/connector-kit';
import type { GetI18nEmailTemplate } from '@jackfield/connector-kit';
import { renderEmail } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { startDeadline } from './abortable.ts';
import { composeMessage } from './compose-message.ts';
import { deliveryError } from './delivery-error.ts';
import { metadata } from './metadata.ts';
import { openSession } from './open-session.ts';
import { parseRecipient } from './recipient.ts';
import { secretsOf, type SmtpSettings } from './settings.ts';
import { DeliveryFailure, SmtpPool } from './smtp-pool.ts';
import type { Envelope } from './smtp-session.ts';

export interface SendTools {
  runtime: Runtime;
  getI18nEmailTemplate?: GetI18nEmailTemplate;
}

const messageGuard = z.object({ to: z.string(), type: z.enum(messageTypes), payload: z.looseObject({}) });

/** Renders one message and hands it over to the mail server. */
export async function sendMessage(
  message: Message,
  settings: SmtpSettings,
  tools: SendTools,
): Promise<DeliveryReceipt> {
  if (!messageGuard.safeParse(message).success) {
    throw new ConnectorError('invalid_request_parameters', {
      hint: `A message has \`to\`, \`payload\` with its variables, and \`type\`: one of ${messageTypes.join(', ')}.`,
    });
  }
  const recipient = parseRecipient(message.to);
  const { runtime, getI18nEmailTemplate } = tools;
  const email = await renderEmail({
    message,
    templates: settings.templates,
    ...(getI18nEmailTemplate && { getI18nEmailTemplate }),
  });
  const { id, source } = await composeMessage(email, recipient, settings, runtime);
  const secrets = [...secretsOf(settings), ...valuesOf(message.payload)];
  await deliver({ from: settings.from.address, to: recipient }, source, settings, runtime, secrets);
  return { id, provider: metadata.id, acceptedAt: new Date(runtime.clock.now()).toISOString() };
}

async function deliver(
  envelope: Envelope,
  source: Buffer,
  settings: SmtpSettings,
  runtime: Runtime,
  secrets: readonly string[],
): Promise<void> {
  const deadline = startDeadline(settings.timeouts.total);
  const lease = runtime.caches.lease('smtp-pool', trustOf(settings, runtime), () => createPool(settings, runtime));
  try {
    await lease.value.deliver(envelope, source, deadline.signal);
  } catch (error) {
    const { cause, handedOver } = error instanceof DeliveryFailure ? error : { cause: error, handedOver: false };
    throw deliveryError(cause, handedOver, settings, secrets);
  } finally {
    deadline.stop();
    lease.release();
  }
}

/** Everything that decides which server is reached, as whom, and how. What differs in it gets a pool of its own. */
function trustOf(settings: SmtpSettings, { egress }: Runtime): readonly unknown[] {
  const { host, port, security, servername = null, ca = null, clientName, auth } = settings;
  const { allowCredentialsInClear, timeouts, pool } = settings;
  const connection = {
    host,
    port,
    security,
    servername,
    ca,
    clientName,
    auth,
    allowCredentialsInClear,
    timeouts,
    pool,
  };
  return [JSON.stringify(connection), egress.fingerprint];
}

function createPool(settings: SmtpSettings, runtime: Runtime): SmtpPool {
  const { maxConnections, maxMessagesPerConnection, idleTimeout } = settings.pool;
  return new SmtpPool((signal) => openSession(settings, runtime, signal), {
    maxConnections,
    maxMessagesPerConnection,
    idleTimeout: idleTimeout * 1000,
  });
}

/** Codes and links of a message are secrets, too: a server that repeats the message must not get them into an error. */
function valuesOf({ code, link }: Message['payload']): string[] {
  return [code, link].filter((value) => typeof value === 'string');
}
