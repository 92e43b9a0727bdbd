import { ConnectorError } from '@jackfield/connector-kit';
import { accountGuard, pageGuard } from './responses.ts';
import { fail, type Finding, pass, type Visit, warn } from './visit.ts';

/** Asks Twilio for something that shows who the credentials belong to. */
export function checkCredentials(visit: Visit): Promise<Finding> {
  return visit.settings.credentials.kind === 'api-key' ? checkApiKey(visit) : checkAuthToken(visit);
}

async function checkAuthToken({ client, settings }: Visit): Promise<Finding> {
  const { status, type } = accountGuard.parse(
    await client().api.v2010.accounts(settings.credentials.accountSid).fetch(),
  );
  if (status !== 'active') {
    return fail(`Twilio takes the credentials, but the account is ${status}.`, 'Ask Twilio’s support.');
  }
  if (type?.toLowerCase() === 'trial') {
    return warn(
      'Twilio takes the credentials. It is a trial account, which reaches verified numbers only.',
      'Upgrade the account in Twilio’s console before real people sign in.',
    );
  }
  return pass('Twilio takes the credentials, and the account is active.');
}

/** A key may not look at the account itself. What it may read shows that Twilio takes it. */
async function checkApiKey({ client }: Visit): Promise<Finding> {
  try {
    pageGuard.parse(await client().incomingPhoneNumbers.page({ pageSize: 1 }));
    return pass('Twilio takes the API key for this account.');
  } catch (error) {
    if (!isRestriction(error)) throw error;
    return warn(
      'Twilio does not let this API key look at anything: it is a restricted one, or belongs to another account.',
      'Check in Twilio’s console that the key is of this account and may create messages.',
    );
  }
}

/** 70051: the key lacks a permission. */
export function isRestriction(error: unknown): boolean {
  if (!ConnectorError.isInstance(error)) return false;
  return error.details?.providerCode === '70051' || error.cause?.status === 403;
}
