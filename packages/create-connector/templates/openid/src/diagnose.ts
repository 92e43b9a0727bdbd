import type { DiagnosticStep } from '@jackfield/connector-kit';
import { diagnoseClient, type OAuthClient, runStep } from '@jackfield/oauth-kit';

/** The step `configuration`, and those of the engine. */
export async function* diagnose(open: () => Promise<OAuthClient>): AsyncGenerator<DiagnosticStep, void, undefined> {
  let client: OAuthClient | undefined;
  yield await runStep('configuration', 'Configuration', async () => {
    client = await open();
    return { status: 'pass', detail: 'Every field is valid.' };
  });
  if (client) yield* diagnoseClient(client);
}
