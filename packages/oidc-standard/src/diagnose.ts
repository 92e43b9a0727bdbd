import type { DiagnosticStep } from '@jackfield/connector-kit';
import { diagnoseClient, type OAuthClient, runStep } from '@jackfield/oauth-kit';
import type { ParsedOidcStandardConfig } from './config.ts';

interface Opened {
  config: ParsedOidcStandardConfig;
  client: OAuthClient;
}

/** The steps `configuration` and `verified-email`, and those of the engine. */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  let opened: Opened | undefined;
  yield await runStep('configuration', 'Configuration', async () => {
    opened = await open();
    return { status: 'pass', detail: 'Every field is valid.' };
  });
  if (!opened) return;
  const { config, client } = opened;
  yield* diagnoseClient(client);
  yield await runStep('verified-email', 'Verified addresses', () => examineEmail(config));
}

function examineEmail({ treatEmailAsVerified, claims }: ParsedOidcStandardConfig) {
  if (treatEmailAsVerified) {
    return {
      status: 'warn',
      detail:
        'Addresses without a mark count as verified: whoever can set any address at the provider can take over accounts here.',
      fix: 'Turn treatEmailAsVerified off, unless you control every account at the provider.',
    } as const;
  }
  if (claims?.email !== undefined && claims.emailVerified === undefined) {
    return {
      status: 'warn',
      detail: 'The address is read from a path of its own, but no path says whether it is verified: none ever will be.',
      fix: 'Set claims.emailVerified to the path of the mark, if the provider has one.',
    } as const;
  }
  return { status: 'pass', detail: 'Only addresses that the provider marks as verified count as such.' } as const;
}
