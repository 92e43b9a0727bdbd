import {
  ConnectorError,
  type DeliveryReceipt,
  type Message,
  type MessageMetadata,
  messageTypes,
  parseConfig,
  type Runtime,
  type SmsConnector,
} from '@jackfield/connector-kit';
import { renderSms, smsTemplateGuard } from '@jackfield/connector-kit/messages';
import * as z from 'zod';
import { metadata as email } from './tiny-email/src/metadata.ts';

export const metadata: MessageMetadata<'Sms'> = { ...email, id: 'tiny-sms', type: 'Sms', target: 'tiny-sms' };

export const configGuard = z.strictObject({
  token: z.string().min(1).meta({ secret: true }),
  endpoint: z.string(),
  from: z.string(),
  templates: z.array(smsTemplateGuard).optional(),
});

export const configTemplate = { token: 'my-token', endpoint: 'https://sms.test/send', from: '+14155550199' };

const messageGuard = z.object({
  to: z.string().regex(/^\+[1-9][0-9]{7,14}$/),
  type: z.enum(messageTypes),
  payload: z.looseObject({}),
});

interface TinySmsOptions {
  config?: unknown;
  getConfig?: (id: string) => Promise<unknown>;
  runtime?: Runtime;
}

/** An SMS connector as small as the contract allows. */
export default async function createTinySms({ config, getConfig, runtime }: TinySmsOptions): Promise<SmsConnector> {
  const saved = getConfig === undefined ? parseConfig(configGuard, config) : undefined;
  const readConfig = async () => saved ?? parseConfig(configGuard, await getConfig?.(metadata.id));
  if (runtime === undefined) throw new ConnectorError('general', { hint: 'Pass a runtime.' });
  return {
    type: 'Sms',
    metadata,
    configGuard,
    sendMessage: async (message, unsavedConfig) => {
      const used = unsavedConfig === undefined ? await readConfig() : parseConfig(configGuard, unsavedConfig);
      return send(message, used, runtime);
    },
    diagnose: async function* diagnose() {
      const step = { id: 'carrier', title: 'Reach the carrier' };
      try {
        await runtime.egress.request({ url: (await readConfig()).endpoint });
        yield { ...step, status: 'pass', detail: 'It answers.' };
      } catch {
        yield { ...step, status: 'fail', detail: 'It cannot be asked.', fix: 'Check the configuration.' };
      }
    },
  };
}

async function send(message: Message, config: z.infer<typeof configGuard>, runtime: Runtime): Promise<DeliveryReceipt> {
  const checked = messageGuard.safeParse(message);
  if (!checked.success) {
    throw new ConnectorError('invalid_request_parameters', { hint: 'Pass one number, a known type and a payload.' });
  }
  const { to, type, payload } = checked.data;
  const { templates } = config;
  const { text } = renderSms({ message: { type, payload }, ...(templates === undefined ? {} : { templates }) });
  const request = { url: config.endpoint, method: 'POST', body: JSON.stringify({ to: [to], text }) };
  const { data } = await runtime.egress.json(request, z.object({ id: z.string() }));
  return { id: data.id, provider: metadata.id, acceptedAt: new Date(runtime.clock.now()).toISOString() };
}
