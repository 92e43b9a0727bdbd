import { errorCodes } from '@jackfield/connector-kit';
import { expect } from 'vitest';
import { createMessageConnector } from '../create-connector.ts';
import type { Case } from '../define-suite.ts';
import { expectConnectorError } from '../expect-error.ts';
import type { DeliveryFailure, MessageAdapter, MessageContext } from './adapter.ts';

/** Arranges one failure on a fresh fake, and expects its code with a hint. */
export function failureCase<Adapter extends MessageAdapter>(
  failure: DeliveryFailure<Adapter>,
): Case<MessageContext<Adapter>> {
  return async ({ module, startAnother }) => {
    const adapter = await startAnother();
    try {
      await failure.arrange(adapter);
      const { config, runtime } = adapter;
      const connector = await createMessageConnector(module, { config, runtime });
      const message = { to: failure.to ?? adapter.to, type: 'SignIn', payload: { code: '123456' } } as const;
      const error = await expectConnectorError(() => connector.sendMessage(message), failure.code);
      expect(error.hint ?? '', 'the hint').toMatch(/\S/);
      expect(error.retryable).toBe(errorCodes[failure.code].retry !== 'no');
    } finally {
      await adapter.close();
    }
  };
}
