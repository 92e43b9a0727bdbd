import { ConnectorError } from '@jackfield/connector-kit';
import { isRestriction } from './credentials-check.ts';
import { geographicPermissionsGuard } from './responses.ts';
import { everyCountry } from './settings.ts';
import { fail, type Finding, pass, skip, type Visit, warn } from './visit.ts';

/** Asks Twilio which of the allowed countries the account may send to. */
export async function checkGeographicPermissions({ client, settings }: Visit): Promise<Finding> {
  let answer: unknown;
  try {
    answer = await client().accounts.v1.messagingGeopermissions.fetch();
  } catch (error) {
    if (!isWithheld(error)) throw error;
    return skip('Twilio does not tell these credentials. Look at the messaging geographic permissions in its console.');
  }
  const { permissions } = geographicPermissionsGuard.parse(answer);
  return compare(settings.allowedCountries, new Map(permissions.map((one) => [one.country_code, one.enabled])));
}

/** @param permissions country → whether the account may send there */
function compare(allowed: readonly string[], permissions: ReadonlyMap<string, boolean>): Finding {
  if (allowed.includes(everyCountry)) {
    const count = [...permissions.values()].filter(Boolean).length;
    return warn(
      `Twilio lets this account send to ${count} countries, and nothing here limits them.`,
      'List the countries that you need in `allowedCountries`.',
    );
  }
  const disabled = allowed.filter((country) => permissions.get(country) === false);
  if (disabled.length > 0) {
    return fail(
      `Twilio does not let this account send to ${disabled.join(', ')}.`,
      'Enable these under messaging geographic permissions in Twilio’s console, or take them out of `allowedCountries`.',
    );
  }
  const unknown = allowed.filter((country) => !permissions.has(country));
  if (unknown.length === 0) return pass('Twilio lets this account send to every allowed country.');
  return warn(
    `Twilio’s list of countries does not have ${unknown.join(', ')}, which may be part of another one’s numbering plan.`,
    'Look at the messaging geographic permissions in Twilio’s console.',
  );
}

/** Keys may not always read it, nor is it there in every region. */
function isWithheld(error: unknown): boolean {
  return isRestriction(error) || (ConnectorError.isInstance(error) && [401, 404].includes(error.cause?.status ?? 0));
}
