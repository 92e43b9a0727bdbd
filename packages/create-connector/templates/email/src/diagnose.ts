import { ConnectorError, type DiagnosticStep, type Runtime } from '@jackfield/connector-kit';
import { callApi } from './api.ts';
import type { ParsedSpecimenConfig } from './config.ts';
import { refusalError } from './delivery-error.ts';

type Finding = Pick<DiagnosticStep, 'status' | 'detail' | 'fix'>;

/** The steps `configuration` and `credentials`. No message is sent. */
export async function* diagnose(
  readConfig: () => Promise<ParsedSpecimenConfig>,
  runtime: Runtime,
): AsyncGenerator<DiagnosticStep, void, undefined> {
  let config: ParsedSpecimenConfig | undefined;
  const configuration = await examine(async () => {
    config = await readConfig();
    return { status: 'pass', detail: 'Every field is valid.' };
  });
  yield { id: 'configuration', title: 'Configuration', ...configuration };
  if (!config) return;
  const known: ParsedSpecimenConfig = config;
  const credentials = await examine(() => examineCredentials(known, runtime));
  yield { id: 'credentials', title: 'Credentials', ...credentials };
}

async function examineCredentials(config: ParsedSpecimenConfig, runtime: Runtime): Promise<Finding> {
  const answer = await callApi(runtime, config);
  if (answer.status !== 200) throw refusalError(answer, [config.apiKey], runtime.clock.now());
  return { status: 'pass', detail: 'Specimen knows the key.' };
}

/** Whatever is thrown becomes a failure: a diagnosis never throws. */
async function examine(step: () => Promise<Finding>): Promise<Finding> {
  try {
    return await step();
  } catch (error) {
    if (!ConnectorError.isInstance(error)) return { status: 'fail', detail: 'The examination failed unexpectedly.' };
    const { message, hint } = error;
    return { status: 'fail', detail: message, ...(hint !== undefined && { fix: hint }) };
  }
}
