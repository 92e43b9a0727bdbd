import { expect } from 'vitest';
import { createMessageConnector } from '../create-connector.ts';
import type { Cases } from '../define-suite.ts';
import type { MessageContext } from './adapter.ts';
import { createInstance, deliver, expectRefused } from './send.ts';

/** What only SMS has: segments that cost money. */
export const smsCases = {
  'attack: a message blown up to many segments by a variable': async (context) => {
    const connector = await createInstance(context);
    const payload = { code: '1'.repeat(10_000) };
    await expectRefused(
      context,
      () => connector.sendMessage({ to: context.adapter.to, type: 'SignIn', payload }),
      'invalid_request_parameters',
    );
  },
  'works as Logto calls it': async (context) => {
    const { module, adapter } = context;
    const getConfig = async (): Promise<unknown> => adapter.config;
    const connector = await createMessageConnector(module, { getConfig, runtime: adapter.runtime });
    const { text } = await deliver(context, connector, { type: 'SignIn', payload: { code: '315', locale: 'de' } });
    expect(text).toContain('315');
  },
} as const satisfies Cases<MessageContext>;
