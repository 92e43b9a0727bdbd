import { ConnectorError, type DiagnosticStep } from '@jackfield/connector-kit';
import { diagnoseClient, fetchProfile, type Finding, type OAuthClient, runStep } from '@jackfield/oauth-kit';

/** One use of an instance: the engine's client, and where the profile is. */
export interface Opened {
  readonly client: OAuthClient;
  readonly profileUrl: string;
}

/** The step `configuration`, those of the engine, and `user-info`. Nobody is signed in. */
export async function* diagnose(open: () => Promise<Opened>): AsyncGenerator<DiagnosticStep, void, undefined> {
  let opened: Opened | undefined;
  yield await runStep('configuration', 'Configuration', async () => {
    opened = await open();
    return { status: 'pass', detail: 'Every field is valid.' };
  });
  if (!opened) return;
  const known: Opened = opened;
  yield* diagnoseClient(known.client);
  yield await runStep('user-info', 'Profile', async () => examineProfile(known));
}

/** An access token that cannot exist must be refused, and as such. */
async function examineProfile({ client, profileUrl }: Opened): Promise<Finding> {
  const madeUp = Buffer.from(client.runtime.random.bytes(24)).toString('base64url');
  try {
    await fetchProfile(client, madeUp, { url: profileUrl });
  } catch (error) {
    if (!ConnectorError.isInstance(error) || error.code !== 'social_invalid_access_token') throw error;
    return { status: 'pass', detail: 'The endpoint refuses an access token that it does not know.' };
  }
  return {
    status: 'warn',
    detail: 'The endpoint answers without a valid access token: it cannot tell who signed in.',
    fix: 'Check endpoints.userInfo.',
  };
}
