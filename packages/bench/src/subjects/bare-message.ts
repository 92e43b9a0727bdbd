import { renderEmail, renderSms } from '@jackfield/connector-kit/messages';
import { createTransport } from 'nodemailer';
import type { StartSubject } from '../measure/subject.ts';
import { smsAccount } from '../provider/world.ts';
import { BareTransport } from './bare-transport.ts';
import { content, mailRecipient, messageSubject, sender, smsRecipient } from './message.ts';

/** Pooled nodemailer, which is handed the rendered message; the size of its pool is the connector's. */
export const bareMail: StartSubject = async ({ ca, mail: { host, port, user, password } }) => {
  const { subject, text, html = '' } = await renderEmail({ message: content });
  const transport = createTransport({
    pool: true,
    maxConnections: 5,
    maxMessages: 100,
    host,
    port,
    secure: true,
    auth: { user, pass: password },
    tls: { ca },
  });
  const headers = { 'Auto-Submitted': 'auto-generated' };
  return messageSubject(
    (index) => transport.sendMail({ from: sender, to: mailRecipient(index), subject, text, html, headers }),
    async () => transport.close(),
  );
};

/** One form, posted. */
export const bareSms: StartSubject = async (world) => {
  const transport = new BareTransport(world, true);
  const { accountSid, apiKeySid, apiKeySecret, from } = smsAccount;
  const { text } = renderSms({ message: content });
  const headers = {
    accept: 'application/json',
    authorization: `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')}`,
    'content-type': 'application/x-www-form-urlencoded',
  };
  return messageSubject(
    (index) =>
      transport.request({
        url: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Messages.json`,
        method: 'POST',
        headers,
        body: new URLSearchParams({ To: smsRecipient(index), From: from, Body: text }).toString(),
      }),
    async () => transport.close(),
  );
};
