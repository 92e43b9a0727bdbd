import type { Runtime, SocialSession } from '@jackfield/connector-kit';
import type { Canaries } from '@jackfield/connector-test-kit';
import { type OAuthProvider, type OAuthVariantName, startOAuthProvider } from '@jackfield/connector-test-kit/oauth';
import { createRuntime } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import { createSpecimen, type SpecimenConfig } from '../index.ts';

export const redirectUri = 'https://app.example.test/callback';

/** A runtime that reaches the fakes. */
export function createTestRuntime(): Runtime {
  return createRuntime({ egress: { privateHosts: ['127.0.0.1'], timeout: 3000 } });
}

/** A configuration that fits a fake. */
export function configFor({ clientId, clientSecret, endpoints }: OAuthProvider): SpecimenConfig {
  const { authorize: authorization, token, userinfo: userInfo } = endpoints;
  return { clientId, clientSecret, endpoints: { authorization, token, userInfo } };
}

/** A connector whose secret is a canary, to a fake that can be switched to hostile variants; closed with the test. */
export async function connectTo(canaries: Canaries) {
  const provider = await startOAuthProvider({ clientSecret: canaries.secret('client secret') });
  const runtime = createTestRuntime();
  onTestFinished(async () => {
    await provider.close();
    await runtime.close();
  });
  return { provider, connector: await createSpecimen({ config: configFor(provider), runtime }) };
}

/** A sign-in at a provider with these variants, up to what becomes of the callback. */
export const signIn =
  (variants: readonly OAuthVariantName[], change: (callback: URLSearchParams) => void = () => {}) =>
  async (canaries: Canaries) => {
    const { provider, connector } = await connectTo(canaries);
    let session: SocialSession | undefined;
    const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
      session = stored;
    });
    provider.use(...variants);
    const callback = (await provider.callbackFor(url)).searchParams;
    change(callback);
    return connector.getUserInfo(callback, () => session);
  };
