import { ConnectorError, type ConnectorErrorCode } from '@jackfield/connector-kit';
import { findInPlans } from './numbering-plans.ts';
import { everyCountry } from './settings.ts';

/** E.164: a plus sign, and up to 15 digits of which the first is not 0. ASCII digits only. */
const e164 = /^\+[1-9][0-9]{6,14}$/;

/**
 * Checks that `to` is one number in E.164, that the numbering plan has it, and that its country and kind are allowed.
 *
 * Nothing is repaired: spaces, hyphens, extensions, a leading `00`, a trunk prefix or digits of other scripts are refused.
 * What a person typed is normalised where it is stored, or one person is a different one at each notation.
 *
 * @returns the number, unchanged
 * @throws `invalid_request_parameters` for another notation; `recipient_refused` for a number that does not exist, is not
 *   in an allowed country, or is premium-rate, shared-cost, toll-free, satellite or the like
 */
export async function parseRecipient(to: unknown, allowedCountries: readonly string[]): Promise<string> {
  if (typeof to !== 'string' || !e164.test(to)) {
    throw refused(
      'invalid_request_parameters',
      'The recipient must be one phone number as +14155550123: a plus sign, country code and digits, nothing else.',
    );
  }
  const found = findInPlans(to);
  if (found === undefined) throw refused('recipient_refused', 'No numbering plan of a country has this number.');
  if (!allowedCountries.includes(found.country) && !allowedCountries.includes(everyCountry)) {
    throw refused('recipient_refused', 'Numbers of that country get no messages: it is not in `allowedCountries`.');
  }
  if (!found.isPersonal) {
    throw refused(
      'recipient_refused',
      'The number is not one that a person has in a phone: it is premium-rate, shared-cost, toll-free or the like.',
    );
  }
  return to;
}

/** The hint tells what is wrong, not the number. */
function refused(code: ConnectorErrorCode, hint: string): ConnectorError {
  return new ConnectorError(code, { hint });
}
