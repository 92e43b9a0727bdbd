import { ConnectorError, type DiagnosticStep, type Runtime } from '@jackfield/connector-kit';
import { checkCredentials } from './credentials-check.ts';
import { checkGeographicPermissions } from './geographic-check.ts';
import { createHttpClient } from './http-client.ts';
import { checkSender } from './sender-check.ts';
import { secretsOf, type TwilioSettings } from './settings.ts';
import { settingsChecks } from './settings-checks.ts';
import { openTwilioClient } from './twilio-client.ts';
import type { Check, Finding, Visit } from './visit.ts';

const checks: readonly Check[] = [
  ...settingsChecks,
  { id: 'credentials', title: 'Credentials', isEssential: true, run: checkCredentials },
  { id: 'sender', title: 'Sender', run: checkSender },
  { id: 'geographic-permissions', title: 'Geographic permissions', run: checkGeographicPermissions },
];

/** Examines the configuration, and asks Twilio about account, sender and countries. No message is sent. */
export async function* diagnose(
  getSettings: () => Promise<TwilioSettings>,
  runtime: Runtime,
): AsyncGenerator<DiagnosticStep, void, undefined> {
  const configuration = { id: 'configuration', title: 'Configuration' };
  let settings: TwilioSettings;
  try {
    settings = await getSettings();
  } catch (error) {
    yield { ...configuration, ...describe(error) };
    for (const { id, title } of checks) yield { id, title, ...notReached };
    return;
  }
  yield { ...configuration, status: 'pass', detail: 'Every field fits.' };
  const httpClient = createHttpClient(runtime, secretsOf(settings));
  const visit: Visit = { settings, runtime, client: () => openTwilioClient(settings, httpClient) };
  let isBlocked = false;
  for (const { id, title, isEssential = false, run } of checks) {
    const finding: Finding = isBlocked ? notReached : await attempt(run, visit);
    isBlocked ||= isEssential && finding.status === 'fail';
    yield { id, title, ...finding };
  }
}

const notReached: Finding = { status: 'skipped', detail: 'Not reached, because an earlier step failed.' };

async function attempt(run: Check['run'], visit: Visit): Promise<Finding> {
  try {
    return await run(visit);
  } catch (error) {
    return describe(error);
  }
}

function describe(error: unknown): Finding {
  if (!ConnectorError.isInstance(error)) {
    return { status: 'fail', detail: 'The configuration, or an answer of Twilio, could not be read.' };
  }
  const { message, hint } = error;
  return { status: 'fail', detail: message, ...(hint !== undefined && { fix: hint }) };
}
