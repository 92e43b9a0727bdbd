import type { ConnectorErrorCode, EmailConnector, Message, SmsConnector } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createMessageConnector } from '../create-connector.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { DeliveredMessage, MessageContext, TestTemplate } from './adapter.ts';

/** An instance on the fake's configuration. */
export function createInstance({ module, adapter }: MessageContext): Promise<EmailConnector | SmsConnector> {
  return createMessageConnector(module, { config: adapter.config, runtime: adapter.runtime });
}

/** An instance whose template for `Generic` is this one. */
export function createWithTemplate(
  { module, adapter }: MessageContext,
  template: TestTemplate,
): Promise<EmailConnector | SmsConnector> {
  return createMessageConnector(module, { config: adapter.configWithTemplate(template), runtime: adapter.runtime });
}

/** Sends one message, and returns the one that arrived. */
export async function deliver(
  context: MessageContext,
  connector: EmailConnector | SmsConnector,
  message: Partial<Message>,
): Promise<DeliveredMessage> {
  const arrived = await deliveredBy(context, () =>
    connector.sendMessage({ to: context.adapter.to, type: 'Generic', payload: { code: '123456' }, ...message }),
  );
  const [delivered] = arrived;
  if (delivered === undefined || arrived.length > 1) expect.fail(`${arrived.length} messages arrived instead of one`);
  return delivered;
}

/** What arrived while `attempt` ran. */
export async function deliveredBy(
  { adapter }: MessageContext,
  attempt: () => Promise<unknown>,
): Promise<readonly DeliveredMessage[]> {
  const before = (await adapter.delivered()).length;
  await attempt();
  return (await adapter.delivered()).slice(before);
}

/** Expects that a message is refused, and that nothing arrives. */
export async function expectRefused(
  context: MessageContext,
  attempt: () => unknown,
  ...codes: readonly ConnectorErrorCode[]
): Promise<void> {
  const arrived = await deliveredBy(context, () => expectConnectorError(attempt, ...codes));
  expect(arrived, 'messages that arrived although the call failed').toEqual([]);
}

/** Everything of a message that its recipient may see. */
export function readable({ subject = '', text, html = '' }: DeliveredMessage): string {
  return [subject, text, html].join('\n');
}
