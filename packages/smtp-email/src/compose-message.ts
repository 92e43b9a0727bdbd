import type { Runtime } from '@jackfield/connector-kit';
import type { RenderedEmail } from '@jackfield/connector-kit/messages';
import { loadMailLibrary } from './mail-library.ts';
import { parseReplyTo } from './recipient.ts';
import { domainOf, type SmtpSettings } from './settings.ts';

/** A message as it goes over the wire. */
export interface ComposedMessage {
  /** The value of its Message-ID field, with angle brackets. */
  id: string;
  source: Buffer;
}

/** Writes a rendered e-mail as an Internet message (RFC 5322), signed where the settings say so. */
export async function composeMessage(
  email: RenderedEmail,
  recipient: string,
  settings: SmtpSettings,
  runtime: Pick<Runtime, 'clock' | 'random'>,
): Promise<ComposedMessage> {
  const { createTransport } = await loadMailLibrary();
  const { from, dkim } = settings;
  const replyTo = email.replyTo === undefined ? settings.replyTo : parseReplyTo(email.replyTo);
  const id = `<${Buffer.from(runtime.random.bytes(16)).toString('hex')}@${domainOf(from.address)}>`;
  const composer = createTransport({
    streamTransport: true,
    buffer: true,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim && { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } }),
  });
  const { message } = await composer.sendMail({
    from: { name: email.sendFrom ?? from.name ?? '', address: from.address },
    to: { name: '', address: recipient },
    ...(replyTo !== undefined && { replyTo: { name: '', address: replyTo } }),
    subject: email.subject,
    text: email.text,
    ...(email.html !== undefined && { html: email.html }),
    messageId: id,
    date: new Date(runtime.clock.now()),
    // RFC 3834 §5.1: no vacation notice may answer this.
    headers: { ...settings.headers, 'Auto-Submitted': 'auto-generated' },
    xMailer: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(message)) throw new TypeError('The composer gave no buffer.');
  return { id, source: message };
}
