import type { Meaning } from './delivery-error.ts';
import type { SmtpReply } from './failures.ts';
import type { SmtpSettings } from './settings.ts';

/**
 * What a 4xx or 5xx reply means for whoever sends (RFC 5321 §4.2, RFC 3463).
 *
 * @param command the command that was refused
 */
export function refusalOf(command: string, reply: SmtpReply, settings: Pick<SmtpSettings, 'auth'>): Meaning {
  if (reply.code < 500) return temporaryRefusal(command, reply);
  if (command.startsWith('AUTH')) return { code: 'invalid_config', hint: loginHint(settings) };
  if (command === 'STARTTLS') {
    return {
      code: 'provider_unavailable',
      hint: 'The mail server offers no STARTTLS, or someone on the way removes it. On port 465 `security` is implicit-tls.',
    };
  }
  if (reply.code === 530 || reply.enhanced === '5.7.0') {
    return {
      code: 'invalid_config',
      hint: 'The mail server wants authentication or encryption first. Check `auth` and `security`.',
    };
  }
  switch (command) {
    case 'MAIL FROM':
      return {
        code: 'invalid_config',
        hint: 'The mail server refuses the sender. Set `from.address` to one that this account may send as.',
      };
    case 'RCPT TO':
      return recipientRefusal(reply);
    case 'DATA':
      return isAboutRecipient(reply) ? recipientRefusal(reply) : messageRefusal;
    default:
      return {
        code: 'provider_unavailable',
        hint: 'The mail server takes no connections from here. Nothing was handed over.',
      };
  }
}

const messageRefusal: Meaning = {
  code: 'invalid_config',
  hint: 'The mail server refuses the message by its policy. Check `from`, `dkim`, SPF and DMARC of the domain, and the templates.',
};

function recipientRefusal({ enhanced = '' }: SmtpReply): Meaning {
  // RFC 3463 §3.3: a full mailbox may empty again.
  if (enhanced === '5.2.2') return { code: 'delivery_failed', hint: 'The mailbox of the recipient is full.' };
  if (enhanced.startsWith('5.7.')) {
    return {
      code: 'invalid_config',
      hint: 'The mail server may not pass mail on for this sender. Check `auth` and `from`.',
    };
  }
  return { code: 'recipient_refused', hint: 'The mail server says that this address takes no mail.' };
}

function isAboutRecipient({ code, enhanced }: SmtpReply): boolean {
  return enhanced === undefined ? [550, 551, 553].includes(code) : /^5\.(?:1\.(?!7|8)|2\.)/.test(enhanced);
}

function temporaryRefusal(command: string, reply: SmtpReply): Meaning {
  if (isRateLimit(reply)) {
    return { code: 'rate_limit_exceeded', hint: 'The mail server wants fewer messages or connections. Send later.' };
  }
  if (['MAIL FROM', 'RCPT TO', 'DATA'].includes(command)) {
    return { code: 'delivery_failed', hint: 'The mail server does not take the message for now. Send it again later.' };
  }
  return { code: 'provider_unavailable', hint: 'The mail server is not ready for now. Nothing was handed over.' };
}

/** 4.7.x is policy and 4.5.3 too many recipients; with 451 the former is how greylisting begins. */
function isRateLimit({ code, enhanced = '' }: SmtpReply): boolean {
  if (code === 421 || code === 450) return enhanced.startsWith('4.7.');
  return code === 452 && /^4\.(?:5\.3|7\.)/.test(enhanced);
}

function loginHint({ auth }: Pick<SmtpSettings, 'auth'>): string {
  switch (auth.kind) {
    case 'login':
      return 'The mail server refuses `auth.user` or `auth.password`. Many providers want an app password or an SMTP key here.';
    case 'access-token':
      return 'The mail server refuses `auth.accessToken` for `auth.user`. It may have expired, or lack the scope for SMTP.';
    case 'oauth2':
      return 'The mail server refuses the access token for `auth.user`. Check `auth.scope`, and that the account allows SMTP.';
    case 'none':
      return 'The mail server wants authentication. Set `auth`.';
  }
}
