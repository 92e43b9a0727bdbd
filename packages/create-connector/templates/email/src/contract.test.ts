import {
  type Canaries,
  configurationSuite,
  leakSuite,
  type MessageAdapter,
  messageSuite,
  packageSuite,
} from '@jackfield/connector-test-kit';
import { createRuntime } from '@jackfield/egress';
import * as module from './index.ts';
import type { FakeBehaviour, FakeProvider } from './testing/fake-provider.ts';
import { setUp, to } from './testing/set-up.ts';

const minimal = { apiKey: 'a-key', from: { address: 'no-reply@example.test' } };

packageSuite({ module, packageJsonUrl: new URL('../package.json', import.meta.url) });

configurationSuite({
  module,
  valid: [
    minimal,
    { ...minimal, from: { address: 'no-reply@example.test', name: 'Example' }, baseUrl: 'http://localhost:3000/v1' },
    { ...minimal, templates: [{ type: 'SignIn', languageTag: 'fr', subject: 'Code', content: '{{code}}' }] },
  ],
  invalid: [
    { config: { apiKey: '', from: {} }, fields: ['apiKey', 'from.address'] },
    {
      config: { ...minimal, from: { address: 'a@b.test,c@d.test', name: 'x\r\ny' } },
      fields: ['from.address', 'from.name'],
    },
    { config: { ...minimal, baseUrl: 'http://api.example.test' }, fields: ['baseUrl'] },
    { config: { ...minimal, templates: [{ type: 'None' }] }, fields: ['templates[0].type', 'templates[0].subject'] },
  ],
  secrets: ['apiKey'],
});

interface Adapter extends MessageAdapter {
  readonly provider: FakeProvider;
}

const use =
  (behaviour: FakeBehaviour) =>
  ({ provider }: Adapter): void =>
    provider.use(behaviour);

messageSuite<Adapter>({
  module,
  start: async () => {
    const { provider, runtime, config, close } = await setUp('a-key');
    return {
      provider,
      runtime,
      config: { ...config },
      configWithTemplate: (template) => ({ ...config, templates: [{ type: 'Generic', ...template }] }),
      to,
      delivered: () =>
        provider.messages.map(({ to: recipients, subject, text, html }) => ({
          to: recipients.map(({ email }) => email),
          subject,
          text,
          ...(html !== undefined && { html }),
        })),
      stopProvider: () => provider.close(),
      close,
    };
  },
  failures: {
    'a key that is refused': { code: 'invalid_config', arrange: use(401) },
    'a wrong address of the API': { code: 'invalid_config', arrange: use(404) },
    'a message that is refused': { code: 'invalid_request_parameters', arrange: use(400) },
    'a recipient that is refused': { code: 'recipient_refused', arrange: use(422) },
    'too many requests': { code: 'rate_limit_exceeded', arrange: use(429) },
    'a message that is given up at once': { code: 'delivery_failed', arrange: use('rejected') },
    'an answer that is lost': { code: 'delivery_unknown', arrange: use('dropped') },
    'an answer that is no JSON': { code: 'delivery_unknown', arrange: use('html') },
    'a fault of the provider': { code: 'delivery_unknown', arrange: use(500) },
    'a provider that is not available': { code: 'provider_unavailable', arrange: use(503) },
    'a provider that is down': { code: 'provider_unavailable', arrange: ({ stopProvider }) => stopProvider() },
    'a redirect': { code: 'invalid_response', arrange: use('redirect') },
  },
});

/** Sends a message with a secret code and a secret key to a fake that behaves so. */
const sendTo =
  (behaviour: FakeBehaviour, recipient: (canaries: Canaries) => string = () => to) =>
  async (canaries: Canaries): Promise<void> => {
    const { provider, runtime, config, close } = await setUp(canaries.secret('key'));
    try {
      provider.use(behaviour);
      const connector = await module.createSpecimen({ config, runtime });
      const payload = { code: canaries.secret('code') };
      await connector.sendMessage({ to: recipient(canaries), type: 'SignIn', payload });
    } finally {
      await close();
    }
  };

leakSuite({
  module,
  provoke: {
    invalid_config: [
      (canaries) => module.createSpecimen({ config: { apiKey: canaries.secret('key') } as never }),
      sendTo(401),
    ],
    invalid_request_parameters: [sendTo(400), sendTo('honest', (canaries) => canaries.text('recipient'))],
    recipient_refused: sendTo(422),
    delivery_failed: sendTo('rejected'),
    delivery_unknown: [sendTo('dropped'), sendTo('html'), sendTo(500)],
    rate_limit_exceeded: sendTo(429),
    invalid_response: sendTo('redirect'),
    provider_unavailable: sendTo(503),
    egress_refused: async (canaries) => {
      const runtime = createRuntime();
      const config = { ...minimal, apiKey: canaries.secret('key'), baseUrl: 'https://192.168.7.7' };
      const connector = await module.createSpecimen({ config, runtime });
      await connector.sendMessage({ to, type: 'SignIn', payload: { code: '123456' } }).finally(() => runtime.close());
    },
  },
  diagnose: async function* diagnose(canaries) {
    const { provider, runtime, config, close } = await setUp(canaries.secret('key'));
    provider.use(401);
    yield* (await module.createSpecimen({ config, runtime })).diagnose();
    await close();
  },
});
