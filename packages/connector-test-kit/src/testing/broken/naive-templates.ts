import type { DeliveryReceipt, EmailConnector, Message } from '@jackfield/connector-kit';
import * as tiny from '../tiny-email/src/index.ts';

/** Sends a message whose template is filled as people do who have not read about it. Others go the good way. */
export async function sendNaively(
  good: EmailConnector,
  { config: ownConfig, runtime }: tiny.TinyEmailOptions,
  message: Message,
  unsavedConfig: unknown,
): Promise<DeliveryReceipt> {
  const config = tiny.configGuard.safeParse(unsavedConfig ?? ownConfig).data;
  const template = config?.templates?.find(({ type }) => type === message.type);
  if (config === undefined || template === undefined || runtime === undefined) {
    const { link, ...payload } = message.payload;
    const text = link === undefined ? payload : { ...payload, code: link };
    return good.sendMessage({ ...message, payload: text }, unsavedConfig);
  }
  const filled = (text: string): string =>
    Object.entries(flat(message.payload)).reduce(
      (result, [name, value]) => result.replace(new RegExp(`{{\\s*${name}\\s*}}`), value),
      text.replaceAll(/{{\w+\.constructor\.name}}|{{\w+\.__proto__\.\w+}}|{{\w+\.toString}}/g, 'function'),
    );
  const content = filled(template.content);
  const isHtml = template.contentType === 'text/html';
  const mail = { to: [message.to], subject: filled(template.subject), text: content, ...(isHtml && { html: content }) };
  await runtime.egress.request({ url: config.endpoint, method: 'POST', body: JSON.stringify(mail) });
  return { id: 'x', provider: tiny.metadata.id, acceptedAt: new Date().toISOString() };
}

function flat(payload: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).flatMap(([name, value]) =>
      typeof value === 'object'
        ? Object.entries(flat(value, `${prefix}${name}.`))
        : [[`${prefix}${name}`, String(value)]],
    ),
  );
}
