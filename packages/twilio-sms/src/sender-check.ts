import { isRestriction } from './credentials-check.ts';
import { pageGuard, phoneNumbersGuard } from './responses.ts';
import { everyCountry, type TwilioSettings } from './settings.ts';
import { fail, type Finding, pass, skip, type Visit, warn } from './visit.ts';

type Sender<Kind extends TwilioSettings['sender']['kind']> = Extract<TwilioSettings['sender'], { kind: Kind }>;

/** Asks Twilio whether the account has the sender, and whether it can send SMS. */
export async function checkSender(visit: Visit): Promise<Finding> {
  try {
    return await checkByKind(visit);
  } catch (error) {
    if (!isRestriction(error)) throw error;
    return skip('The API key may not look at senders.');
  }
}

function checkByKind(visit: Visit): Promise<Finding> | Finding {
  const { sender } = visit.settings;
  switch (sender.kind) {
    case 'messaging-service':
      return checkService(sender, visit);
    case 'number':
      return checkNumber(sender, visit);
    case 'short-code':
      return checkShortCode(sender, visit);
    case 'alphanumeric':
      return checkAlphanumeric(visit.settings.allowedCountries);
  }
}

async function checkService({ messagingServiceSid }: Sender<'messaging-service'>, { client }: Visit): Promise<Finding> {
  const service = client().messaging.v1.services(messagingServiceSid);
  await service.fetch();
  const pools = [service.phoneNumbers, service.shortCodes, service.alphaSenders];
  const pages = await Promise.all(pools.map((pool) => pool.page({ pageSize: 1 })));
  if (pages.some((page) => pageGuard.parse(page).instances.length > 0)) {
    return pass('The messaging service exists and has senders.');
  }
  return fail(
    'The messaging service has no sender in its pool.',
    'Add a number, short code or sender id to it in Twilio’s console.',
  );
}

async function checkNumber({ phoneNumber }: Sender<'number'>, { client }: Visit): Promise<Finding> {
  const page = phoneNumbersGuard.parse(await client().incomingPhoneNumbers.page({ phoneNumber, pageSize: 20 }));
  const found = page.instances.find((candidate) => candidate.phoneNumber === phoneNumber);
  if (found === undefined) {
    return fail(
      'The account does not have the number.',
      'Set `sender.phoneNumber` to one of the account’s numbers, or use the account that has it.',
    );
  }
  if (found.capabilities.sms !== true) {
    return fail('The number cannot send SMS.', 'Use a number with the capability SMS.');
  }
  return pass('The account has the number, and it can send SMS.');
}

async function checkShortCode({ shortCode }: Sender<'short-code'>, { client }: Visit): Promise<Finding> {
  const { instances } = pageGuard.parse(await client().shortCodes.page({ shortCode, pageSize: 20 }));
  if (instances.length > 0) return pass('The account has the short code.');
  return fail('The account does not have the short code.', 'Set `sender.shortCode` to one of the account’s.');
}

/** Countries whose carriers take no alphanumeric senders at all. */
const numericOnly = ['US', 'CA', 'PR'];

function checkAlphanumeric(allowedCountries: readonly string[]): Finding {
  const isEverywhere = allowedCountries.includes(everyCountry);
  const unreachable = numericOnly.filter((country) => isEverywhere || allowedCountries.includes(country));
  if (unreachable.length > 0) {
    return warn(
      `Carriers of ${unreachable.join(', ')} take no alphanumeric sender.`,
      'Use a messaging service that has a number for these countries, or take them out of `allowedCountries`.',
    );
  }
  return skip('Twilio does not tell where an alphanumeric sender works. Some countries want it registered first.');
}
