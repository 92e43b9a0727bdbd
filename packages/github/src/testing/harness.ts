import type { DiagnosticStep, Runtime, SocialSession } from '@jackfield/connector-kit';
import { type GithubServer, type GithubServerOptions, startGithub } from '@jackfield/connector-test-kit/github';
import { createRuntime } from '@jackfield/egress';
import { onTestFinished } from 'vitest';
import { createGithub, type GithubConfig, type GithubConnector } from '../index.ts';

export const redirectUri = 'https://app.example.test/callback';

/** A runtime that reaches the fakes, closed with the test. */
export function testRuntime(now?: () => number): Runtime {
  const runtime = createRuntime({
    egress: { privateHosts: ['127.0.0.1'], timeout: 1500 },
    ...(now && { clock: { now } }),
  });
  onTestFinished(async () => runtime.close());
  return runtime;
}

/** A fake, closed with the test. */
export async function testGithub(options: GithubServerOptions = {}): Promise<GithubServer> {
  const github = await startGithub(options);
  onTestFinished(async () => github.close());
  return github;
}

export function configFor(github: GithubServer, changes: Partial<GithubConfig> = {}): GithubConfig {
  const { clientId, clientSecret, enterpriseUrl } = github;
  return { clientId, clientSecret, enterpriseUrl, ...changes };
}

/** A connector to `github`, with a runtime of its own. */
export async function connectorTo(github: GithubServer, changes: Partial<GithubConfig> = {}): Promise<GithubConnector> {
  return createGithub({ config: configFor(github, changes), runtime: testRuntime() });
}

/** A whole sign-in, with the tokens. */
export async function signIn(connector: GithubConnector, github: GithubServer, login?: string) {
  let session: SocialSession | undefined;
  const url = await connector.getAuthorizationUri({ redirectUri }, (stored) => {
    session = stored;
  });
  const callback = await github.callbackFor(url, login);
  return connector.getTokenResponseAndUserInfo(callback, () => session);
}

export async function stepsOf(connector: GithubConnector): Promise<DiagnosticStep[]> {
  const steps = [];
  for await (const step of connector.diagnose()) steps.push(step);
  return steps;
}
