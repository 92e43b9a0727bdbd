import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { smoke } from './smoke.ts';
import { testDemo } from './testing/demo.ts';

test('walks the whole way and prints the person and the mail', async () => {
  const demo = await testDemo();
  const lines: string[] = [];
  await smoke(demo.origin, (line) => lines.push(line));
  expect(lines).toEqual([
    `Signed in: Ada Lovelace <ada@example.test> (verified), ada-1815 of ${demo.provider.issuer}`,
    expect.stringMatching(/^Mail: "Confirm your request" to ada@example\.test, code \d{6}$/),
    'Confirmed: ada@example.test',
  ]);
});

test('says what failed when no mail can be sent', async () => {
  const demo = await testDemo();
  demo.mailServer.use('recipient-refused');
  await expect(smoke(demo.origin, () => undefined)).rejects.toThrow(
    /^No mail arrived: HTTP 422, The recipient is refused for good\./,
  );
});

test('says what failed when nobody can sign in', async () => {
  const demo = await testDemo();
  await demo.provider.close();
  await expect(smoke(demo.origin, () => undefined)).rejects.toThrow(/HTTP 503, The provider is down/);
});

test('gives up when a server never answers', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(smoke(`http://127.0.0.1:${port}`, () => undefined, 200)).rejects.toThrow(
    'The walk took longer than 0.2 s.',
  );
});
