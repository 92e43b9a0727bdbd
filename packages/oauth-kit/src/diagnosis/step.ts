import { ConnectorError, type DiagnosticStep } from '@jackfield/connector-kit';

/** What a step has found out. */
export type Finding = Pick<DiagnosticStep, 'status' | 'detail'> & { readonly fix?: string | undefined };

/** Runs one step. Whatever it throws becomes a failure: a diagnosis never throws. */
export async function runStep(
  id: string,
  title: string,
  examine: () => Finding | Promise<Finding>,
): Promise<DiagnosticStep> {
  try {
    const { status, detail, fix } = await examine();
    return { id, title, status, detail, ...(fix === undefined ? {} : { fix }) };
  } catch (error) {
    return { id, title, ...failure(error) };
  }
}

/**
 * The step `configuration`: whether it can be read.
 *
 * @returns what `open` gave; `undefined` when it failed: then there is nothing else to examine
 */
export async function* examineConfiguration<Opened>(
  open: () => Promise<Opened>,
): AsyncGenerator<DiagnosticStep, Opened | undefined, undefined> {
  let opened: Opened | undefined;
  yield await runStep('configuration', 'Configuration', async () => {
    opened = await open();
    return { status: 'pass', detail: 'Every field is valid.' };
  });
  return opened;
}

/** A step that another one's failure leaves nothing to do for. */
export function skipped(id: string, title: string, after: string): DiagnosticStep {
  return { id, title, status: 'skipped', detail: `Not examined: "${after}" has to pass first.` };
}

function failure(error: unknown): Pick<DiagnosticStep, 'status' | 'detail' | 'fix'> {
  if (!ConnectorError.isInstance(error)) return { status: 'fail', detail: 'The examination failed unexpectedly.' };
  const { providerCode, providerDescription } = error.details ?? {};
  const said = [providerCode, providerDescription].filter((text) => text !== undefined).join(': ');
  const detail = said === '' ? error.message : `${error.message} The provider says: ${said}`;
  return { status: 'fail', detail, ...(error.hint === undefined ? {} : { fix: error.hint }) };
}
