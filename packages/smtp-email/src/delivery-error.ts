import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { isRefusal, readFailure, type SmtpFailure, type SmtpReply } from './failures.ts';
import { refusalOf } from './refusals.ts';
import type { SmtpSettings } from './settings.ts';
import { tlsFailureHint } from './tls-failures.ts';

/** What a failed delivery means, and how to mend it. */
export interface Meaning {
  code: ConnectorErrorCode;
  hint: string;
}

/**
 * Turns whatever ended a delivery into a connector error.
 *
 * @param handedOver whether the whole message had left: then only a refusal shows that it was not delivered
 * @param secrets values that the server may echo
 */
export function deliveryError(
  error: unknown,
  handedOver: boolean,
  settings: Pick<SmtpSettings, 'auth' | 'security' | 'timeouts'>,
  secrets: readonly string[],
): ConnectorError {
  if (ConnectorError.isInstance(error)) return error;
  const failure = readFailure(error);
  const { reply } = failure;
  const { code, hint } = meaningOf(failure, handedOver, settings);
  return new ConnectorError(code, {
    hint,
    secrets,
    cause: { name: 'SmtpError', code: failure.originalCode ?? failure.code, status: reply?.code || undefined },
    ...(reply && { details: { providerCode: codesOf(reply), providerDescription: reply.text } }),
  });
}

function meaningOf(
  failure: SmtpFailure,
  handedOver: boolean,
  settings: Pick<SmtpSettings, 'auth' | 'security' | 'timeouts'>,
): Meaning {
  const { reply } = failure;
  if (reply && isRefusal(reply)) return refusalOf(failure.command ?? '', reply, settings);
  if (handedOver) {
    return {
      code: 'delivery_unknown',
      hint: 'The mail server took the whole message, and the connection ended before it said whether it accepts it. Do not send it again blindly.',
    };
  }
  return lossOf(failure, settings);
}

/** The connection failed, or the server answered nonsense, before the message had left. */
function lossOf(
  { code, originalCode }: SmtpFailure,
  { security, timeouts }: Pick<SmtpSettings, 'security' | 'timeouts'>,
): Meaning {
  const tlsHint = tlsFailureHint(originalCode ?? code);
  if (tlsHint !== undefined) return { code: 'provider_unavailable', hint: tlsHint };
  switch (code) {
    case 'EINSECUREAUTH':
      return {
        code: 'provider_unavailable',
        hint: 'The mail server offers no encryption, so the credentials were not sent. Choose `security` starttls or implicit-tls; where the server never had any, set `allowCredentialsInClear`.',
      };
    case 'ENOAUTHOFFERED':
      return {
        code: 'invalid_config',
        hint: 'The mail server offers no authentication on this connection. Check `port` and `security`, or set `auth` to kind none.',
      };
    case 'EAUTH':
    case 'EPROTOCOL':
    case 'EENVELOPE':
      return {
        code: 'invalid_response',
        hint: 'What answers at `host` and `port` does not behave like a mail server.',
      };
    case 'EMESSAGE':
      return {
        code: 'invalid_config',
        hint: 'The message is larger than the mail server allows. Shorten the template.',
      };
    case 'ETLS':
      return {
        code: 'provider_unavailable',
        hint: 'The encryption by STARTTLS broke off. Check `port` and `security`.',
      };
    case 'EDEADLINE':
    case 'ETIMEDOUT':
      return {
        code: 'provider_unavailable',
        hint: `The mail server did not take the message in time (\`timeouts\`, ${timeouts.total} s in total).${security === 'implicit-tls' ? '' : ' On port 465 it waits for TLS: there `security` is implicit-tls.'}`,
      };
    case 'EPOOLCLOSED':
      return { code: 'provider_unavailable', hint: 'The runtime was closed while the message waited.' };
    default:
      return connectionHint(originalCode ?? code);
  }
}

function connectionHint(code: string | undefined): Meaning {
  const hints: Partial<Record<string, string>> = {
    ECONNREFUSED: 'Nothing accepts connections at `host` and `port`.',
    EHOSTUNREACH: 'There is no way to `host`.',
    ENETUNREACH: 'There is no way to the network of `host`.',
    ECONNRESET: 'The mail server broke the connection off.',
  };
  const hint = (code === undefined ? undefined : hints[code]) ?? 'The connection to the mail server was lost.';
  return { code: 'provider_unavailable', hint: `${hint} Nothing was handed over.` };
}

function codesOf({ code, enhanced }: SmtpReply): string {
  return [code, enhanced].filter(Boolean).join(' ');
}
