import { defaultRuntime } from '@jackfield/egress';
import { expect, it, onTestFinished } from 'vitest';
import { createOAuthClient } from './client.ts';
import type { OAuthSettings } from './settings.ts';
import { createTestRuntime } from './testing/harness.ts';

const settings: OAuthSettings = {
  connectorId: 'test',
  server: { kind: 'discovery', issuer: 'https://idp.example.com' },
  clientId: 'a-client',
  clientAuthentication: { method: 'none' },
  scope: 'openid',
  openid: true,
};

it('keeps to the runtime that it was given', () => {
  const runtime = createTestRuntime();
  onTestFinished(async () => runtime.close());
  expect(createOAuthClient({ runtime }, settings).runtime).toBe(runtime);
});

it('uses the runtime of the process as it is now, also after another one was closed', async () => {
  const client = createOAuthClient({}, settings);
  const { runtime } = client;
  expect(runtime).toBe(defaultRuntime());
  await defaultRuntime().close();
  onTestFinished(async () => defaultRuntime().close());
  expect(client.runtime).toBe(defaultRuntime());
  expect(client.runtime).not.toBe(runtime);
});
