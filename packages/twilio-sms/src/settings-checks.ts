import { everyCountry, signingToken } from './settings.ts';
import { type Check, pass, skip, type Visit, warn } from './visit.ts';

/** What the configuration shows by itself. The guard has seen to the rest. */
export const settingsChecks: readonly Check[] = [
  { id: 'allowed-countries', title: 'Allowed countries', run: checkAllowedCountries },
  { id: 'risk-check', title: 'Risk check', run: checkRiskCheck },
  { id: 'status-callback', title: 'Status callback', run: checkStatusCallback },
  { id: 'proxy', title: 'Proxy', run: checkProxy },
];

function checkAllowedCountries({ settings: { allowedCountries } }: Visit) {
  if (!allowedCountries.includes(everyCountry)) {
    return pass(`Messages go to ${new Set(allowedCountries).size} countries only.`);
  }
  return warn(
    'Messages go to every country. Fraudsters ask for codes to expensive numbers, and you pay for them (SMS pumping).',
    'List in `allowedCountries` the countries that your people live in.',
  );
}

function checkRiskCheck({ settings: { riskCheck } }: Visit) {
  if (riskCheck === 'enable')
    return pass('Twilio’s protection against SMS pumping looks at messages, if the account has it.');
  return warn(
    'Twilio’s protection against SMS pumping is told to pass over every message.',
    'Set `riskCheck` to enable.',
  );
}

function checkStatusCallback({ settings }: Visit) {
  if (settings.statusCallback === undefined) return skip('None is set: nobody learns whether messages arrive.');
  if (signingToken(settings) !== undefined) return pass('Callbacks can be told from forged ones.');
  return warn(
    'Callbacks cannot be checked: Twilio signs them with the account’s auth token, which an API key does not replace.',
    'Set `statusCallback.authToken`.',
  );
}

function checkProxy({ runtime }: Visit) {
  if (!runtime.egress.viaProxy) return skip('None is set.');
  return pass('Twilio is reached through the proxy of the outbound policy, which resolves its name.');
}
