import { messageTypes, type MessageType } from '@jackfield/connector-kit';
import { withHost } from '../../host/with-host.ts';
import { printAnswer } from '../../output/print.ts';
import { safeText } from '../../output/safe-text.ts';
import { UsageError } from '../../usage-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { findConnector } from './find-connector.ts';

/** Sends a test message. */
export const testConnector: Command = {
  name: 'connectors test',
  summary: 'send a test message with an e-mail or SMS connector',
  operands: [{ name: 'connector' }],
  options: ['to', 'type', 'locale'],
  notes: [`Types: ${messageTypes.join(' ')}`],
  run: (context) =>
    withHost(context, async ({ connectors }) => {
      const { id, type } = await findConnector(connectors, context.operands[0] ?? '');
      if (type !== 'Email' && type !== 'Sms') {
        throw new UsageError('This connector sends no messages. Examine it: jackfield connectors diagnose.');
      }
      const message = readMessage(context);
      const { instance } = await (type === 'Email' ? connectors.useEmail() : connectors.useSms());
      const receipt = await instance.sendMessage(message);
      printAnswer(context, { ...receipt, connector: id }, [
        safeText(`Handed over to ${receipt.provider} at ${receipt.acceptedAt}: ${receipt.id}`),
      ]);
      return 0;
    }),
};

function readMessage({ options }: CommandContext) {
  const { to, type = 'Generic', locale } = options;
  if (to === undefined) throw new UsageError('Say who gets the message: --to.');
  return { to, type: messageType(type), payload: { code: '000000', ...(locale !== undefined && { locale }) } };
}

function messageType(text: string): MessageType {
  const found = messageTypes.find((one) => one === text);
  if (found) return found;
  throw new UsageError(`--type is one of ${messageTypes.join(', ')}.`);
}
