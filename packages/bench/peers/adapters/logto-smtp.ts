import createConnector from '@logto/connector-smtp';
import { renderEmail } from '@jackfield/connector-kit/messages';
import { content, mailRecipient, sender } from '../../src/subjects/message.ts';
import { logtoMessage, requiredTypes } from './logto.ts';

/** The same text as everyone sends, as a template of its own. */
const { subject, html = '' } = await renderEmail({
  message: { ...content, payload: { code: '{{code}}', locale: 'en' } },
});

export const start = logtoMessage(
  createConnector,
  ({ ca, mail: { host, port, user, password } }) => ({
    host,
    port,
    secure: true,
    auth: { user, pass: password },
    tls: { ca },
    fromEmail: `${sender.name} <${sender.address}>`,
    templates: requiredTypes.map((usageType) => ({ usageType, subject, contentType: 'text/html', content: html })),
  }),
  mailRecipient,
);
