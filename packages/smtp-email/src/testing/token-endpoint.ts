import { issueCertificates } from '@jackfield/connector-test-kit/tls';
import { once } from 'node:events';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

export interface TokenEndpoint {
  url: string;
  ca: string;
  /** The forms that came, oldest first. */
  requests: URLSearchParams[];
  /** What it answers. */
  answer: { status: number; headers?: Record<string, string>; body: unknown };
}

/** A token endpoint that is closed when the test ends. */
export async function testTokenEndpoint(): Promise<TokenEndpoint> {
  const { ca, key, cert } = await issueCertificates();
  const endpoint: TokenEndpoint = {
    url: '',
    ca,
    requests: [],
    answer: { status: 200, body: { access_token: 'access-token', token_type: 'Bearer', expires_in: 3600 } },
  };
  const server = createServer({ key, cert }, async (request, response) => {
    endpoint.requests.push(new URLSearchParams(await text(request)));
    const { status, headers = {}, body } = endpoint.answer;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  endpoint.url = `https://localhost:${typeof address === 'object' && address !== null ? address.port : 0}/token`;
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return endpoint;
}
