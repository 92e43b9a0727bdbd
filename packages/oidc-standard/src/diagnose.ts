import type { DiagnosticStep } from '@jackfield/connector-kit';
import {
  diagnoseClient,
  examineConfiguration,
  examineVerifiedEmail,
  type OAuthClient,
  runStep,
} from '@jackfield/oauth-kit';
import type { ParsedOidcStandardConfig } from './config.ts';

interface Opened {
  config: ParsedOidcStandardConfig;
  client: OAuthClient;
}

/** The steps `configuration` and `verified-email`, and those of the engine. */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  const opened = yield* examineConfiguration(open);
  if (!opened) return;
  const { config, client } = opened;
  yield* diagnoseClient(client);
  yield await runStep('verified-email', 'Verified addresses', () =>
    examineVerifiedEmail(config, config.claims, 'claims'),
  );
}
