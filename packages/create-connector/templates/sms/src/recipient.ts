import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';

/** E.164: a plus sign, and up to 15 digits of which the first is not 0. ASCII digits only. */
const e164 = /^\+[1-9][0-9]{6,14}$/;

/**
 * Checks that `to` is one number in E.164 with an allowed calling code. Nothing is repaired: spaces, hyphens, extensions, a
 * leading `00` or digits of other scripts are refused, or one person is a different one at each notation.
 *
 * @returns the number, unchanged
 * @throws `invalid_request_parameters` for another notation, `recipient_refused` for another calling code
 */
export function parseRecipient(to: unknown, allowedCallingCodes: readonly string[]): string {
  if (typeof to !== 'string' || !e164.test(to)) {
    throw refused(
      'invalid_request_parameters',
      'The recipient must be one phone number as +14155550123: a plus sign, calling code and digits, nothing else.',
    );
  }
  if (allowedCallingCodes.some((code) => to.startsWith(`+${code}`))) return to;
  throw refused('recipient_refused', 'Numbers that begin so get no messages: see allowedCallingCodes.');
}

/** The hint tells what is wrong, not the number. */
function refused(code: ConnectorErrorCode, hint: string): ConnectorError {
  return new ConnectorError(code, { hint });
}
