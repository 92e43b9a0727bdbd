import { ConnectorError, type DiagnosticStep, type Runtime } from '@jackfield/connector-kit';
import { fetchPage } from './api.ts';
import type { ParsedSpecimenConfig } from './config.ts';
import { listNames, listPaths } from './endpoints.ts';

type Finding = Pick<DiagnosticStep, 'status' | 'detail' | 'fix'>;

/** The step `configuration`, and one for each list: whether the key may read it. Nothing is written. */
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
  for (const list of listNames) {
    const finding = await examine(async () => {
      const { total } = await fetchPage(runtime, known, { list, page: 1 });
      return { status: 'pass', detail: `The key may read it: ${total} entries.` };
    });
    yield { id: `list-${list}`, title: listPaths[list], ...finding };
  }
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
