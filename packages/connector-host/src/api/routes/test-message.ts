import type { Connector, EmailConnector, SmsConnector } from '@jackfield/connector-kit';
import type { HostContext } from '../../context.ts';
import type { Connectors } from '../../connectors/connectors.ts';
import { HostError } from '../../host-error.ts';
import { mailbox } from '../../limits/mailbox.ts';
import { countRequest, type OutboundLimit } from '../limits.ts';
import { type Route, route } from '../route.ts';
import { requestSchemas } from '../schemas.ts';
import { attempt } from './attempt.ts';

/** What a test message shows in the place of a code. */
const testCode = '000000';

/** The test button. */
export function testMessageRoute(context: HostContext, connectors: Connectors, limitOutbound: OutboundLimit): Route {
  return route({
    method: 'post',
    path: '/connectors/{factoryId}/test',
    operationId: 'sendTestMessage',
    summary: 'Send a test message',
    description: 'By the stored e-mail or SMS connector of this factory, or by a configuration that is not stored yet.',
    tag: 'Connectors',
    parameter: 'The factory’s id, such as `smtp-email`.',
    access: 'write',
    body: requestSchemas.TestMessage,
    problems: [
      'connector_not_found',
      'connector_broken',
      'invalid_config',
      'unexpected_type',
      'recipient_refused',
      'delivery_failed',
      'delivery_unknown',
      'provider_unavailable',
      'egress_refused',
    ],
    answer: { status: 204, description: 'It was handed over.' },
    handle: async ({ id, body, caller, address }) => {
      const { email, phone, locale, config, like } = body;
      const to = recipientOf(email, phone);
      await limitOutbound(caller, address);
      const connector = await attempt(connectors, id, { config, like });
      if (!isMessenger(connector) || (connector.type === 'Email') !== (email !== undefined)) {
        throw new HostError('invalid_request', {
          hint: 'An e-mail connector takes "email", an SMS connector "phone"; others send no messages.',
        });
      }
      await limitRecipient(context, to);
      await connector.sendMessage({
        to,
        type: 'Generic',
        payload: { code: testCode, ...(locale !== undefined && { locale }) },
      });
      return { body: undefined };
    },
  });
}

function recipientOf(email: string | undefined, phone: string | undefined): string {
  if (email !== undefined && phone === undefined) return email;
  if (phone !== undefined && email === undefined) return phone.startsWith('+') ? phone : `+${phone}`;
  throw new HostError('invalid_request', { hint: 'Name one recipient: either "email" or "phone".' });
}

function isMessenger(connector: Connector): connector is EmailConnector | SmsConnector {
  return connector.type === 'Email' || connector.type === 'Sms';
}

/** Counts by a MAC, so that the database holds no addresses. */
async function limitRecipient(context: HostContext, to: string): Promise<void> {
  const subject = context.keys.mac('api recipient', [mailbox(to.toLowerCase())]);
  await countRequest(context, [
    ['recipient', subject],
    ['recipientDay', subject],
    ['messages', ''],
  ]);
}
