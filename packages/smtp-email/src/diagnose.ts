import { ConnectorError, type DiagnosticStep, type Runtime } from '@jackfield/connector-kit';
import { deliveryError } from './delivery-error.ts';
import { secretsOf, type SmtpSettings } from './settings.ts';
import { serverChecks } from './server-checks.ts';
import { settingsChecks } from './settings-checks.ts';
import type { Check, Finding, Visit } from './visit.ts';

const checks: readonly Check[] = [...settingsChecks, ...serverChecks];

/**
 * Examines the configuration and the way to the mail server: no mail is sent. After a step that failed, what depends on
 * it is skipped.
 */
export async function* diagnose(
  getSettings: () => Promise<SmtpSettings>,
  runtime: Runtime,
): AsyncGenerator<DiagnosticStep, void, undefined> {
  const configuration = { id: 'configuration', title: 'Configuration' };
  let settings: SmtpSettings;
  try {
    settings = await getSettings();
  } catch (error) {
    yield { ...configuration, ...describe(error, undefined) };
    for (const { id, title } of checks) yield { id, title, ...skipped };
    return;
  }
  yield { ...configuration, status: 'pass', detail: 'Every field fits.' };
  yield* visitServer({ settings, runtime, extensions: [] });
}

async function* visitServer(visit: Visit): AsyncGenerator<DiagnosticStep, void, undefined> {
  let isBlocked = false;
  try {
    for (const { id, title, run } of checks) {
      const finding = isBlocked ? skipped : await attempt(run, visit);
      if (finding.status === 'fail') isBlocked = true;
      yield { id, title, ...finding };
    }
  } finally {
    visit.dialogue?.close();
  }
}

const skipped: Finding = { status: 'skipped', detail: 'Not reached, because an earlier step failed.' };

async function attempt(run: Check['run'], visit: Visit): Promise<Finding> {
  try {
    return await run(visit);
  } catch (error) {
    return describe(error, visit.settings);
  }
}

function describe(error: unknown, settings: SmtpSettings | undefined): Finding {
  const known = settings ? deliveryError(error, false, settings, secretsOf(settings)) : error;
  if (!ConnectorError.isInstance(known)) return { status: 'fail', detail: 'The configuration could not be read.' };
  const { message, hint } = known;
  return { status: 'fail', detail: message, ...(hint !== undefined && { fix: hint }) };
}
