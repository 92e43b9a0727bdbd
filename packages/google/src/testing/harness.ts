import type { AuthorizationRequest, Clock, Egress, SocialSession } from '@jackfield/connector-kit';
import {
  type GoogleProvider,
  type GoogleProviderOptions,
  googlePeople,
  startGoogleProvider,
} from '@jackfield/connector-test-kit/google';
import { createRuntime } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import { createGoogle, type GoogleConfig, type GoogleConnector } from '../index.ts';

export const redirectUri = 'https://app.example.test/callback';

type Person = (typeof googlePeople)[keyof typeof googlePeople];

/** A fake Google that ends with the test. */
export async function startGoogle(options: GoogleProviderOptions = {}): Promise<GoogleProvider> {
  const google = await startGoogleProvider(options);
  onTestFinished(() => google.close());
  return google;
}

/** A connector to it, with caches of its own, and connections of its own unless some are given. */
export async function connect(
  google: GoogleProvider,
  changes: Partial<GoogleConfig> = {},
  { egress, clock }: { egress?: Egress; clock?: Clock } = {},
): Promise<GoogleConnector> {
  const runtime = createRuntime({
    egress: egress ?? { ...google.egress, timeout: 1000 },
    ...(clock ? { clock } : {}),
  });
  onTestFinished(() => runtime.close());
  const { clientId, clientSecret } = google;
  return createGoogle({ config: { clientId, clientSecret, ...changes }, runtime });
}

/** A whole sign-in. */
export async function signIn(
  google: GoogleProvider,
  connector: GoogleConnector,
  { person = googlePeople.ada, ...request }: Partial<AuthorizationRequest> & { person?: Person } = {},
) {
  let session: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri, ...request }, (stored) => {
    session = stored;
  });
  const callback = await google.callbackFor(url, person);
  return connector.getTokenResponseAndUserInfo(callback, () => session);
}

/** The parameters of the authorization URL. */
export async function authorizationParameters(
  connector: GoogleConnector,
  request: Partial<AuthorizationRequest> = {},
): Promise<Record<string, string>> {
  const url = await connector.getAuthorizationUri({ redirectUri, ...request }, () => {});
  return Object.fromEntries(new URL(url).searchParams);
}
