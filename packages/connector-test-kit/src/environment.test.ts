import { expect, it, onTestFinished } from 'vitest';
import { withHostileEnvironment } from './environment.ts';

const names = ['HTTP_PROXY', 'https_proxy', 'NODE_TLS_REJECT_UNAUTHORIZED', 'SDK_HOST', 'SDK_KNOWN'] as const;
const look = () => names.map((name) => process.env[name]);

it('puts the variables into the environment while it works, and takes them out, also when the work fails', async () => {
  process.env.SDK_KNOWN = 'before';
  onTestFinished(() => void delete process.env.SDK_KNOWN);
  const before = look();
  const variables = { SDK_HOST: 'evil.test', SDK_KNOWN: 'evil' };
  const seen = await withHostileEnvironment('http://127.0.0.1:9', async () => look(), variables);
  expect(seen).toEqual(['http://127.0.0.1:9', 'http://127.0.0.1:9', '0', 'evil.test', 'evil']);
  expect(look()).toEqual(before);
  const failing = withHostileEnvironment('http://127.0.0.1:9', () => Promise.reject(new Error('failed')), variables);
  await expect(failing).rejects.toThrow('failed');
  expect(look()).toEqual(before);
});
