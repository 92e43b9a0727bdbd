import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod';

/** How the fake answers a message; each repeats what it was sent, secrets included. */
export type FakeBehaviour = number | 'honest' | 'rejected' | 'dropped' | 'html' | 'redirect';

const messageGuard = z.strictObject({ from: z.string(), to: z.string(), text: z.string() });

/** A message as the fake has taken it. */
export type TakenMessage = z.output<typeof messageGuard>;

/** Specimen on this machine, as its documentation describes it. */
export interface FakeProvider {
  readonly baseUrl: string;
  /** Every message that was taken, oldest first. */
  readonly messages: readonly TakenMessage[];
  /** Answers so from now on; a number is the status of a refusal. */
  use(behaviour: FakeBehaviour): void;
  close(): Promise<void>;
}

/** Starts the fake on a free port of 127.0.0.1. It is honest until it is told otherwise. */
export async function startFakeProvider(apiKey: string): Promise<FakeProvider> {
  const messages: TakenMessage[] = [];
  let behaviour: FakeBehaviour = 'honest';

  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.');

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const { authorization = '' } = request.headers;
    const refuse = (status: number): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '30' });
      response.end(JSON.stringify({ error: { code: 'refused', message: `${authorization} ${body}` } }));
    };
    if (behaviour === 'dropped') response.destroy();
    else if (behaviour === 'redirect') response.writeHead(302, { location: 'https://evil.test/' }).end();
    else if (behaviour === 'html') response.end(`<p>${body}</p>`);
    else if (typeof behaviour === 'number') refuse(behaviour);
    else if (authorization !== `Bearer ${apiKey}`) refuse(401);
    else if (request.method === 'GET' && request.url === '/v1/account') response.end('{"name":"An account"}');
    else if (request.method === 'POST' && request.url === '/v1/messages') response.end(take(body));
    else refuse(404);
  }

  function take(body: string): string {
    const status = behaviour === 'rejected' ? 'rejected' : 'accepted';
    const message = messageGuard.parse(JSON.parse(body));
    if (status === 'accepted') messages.push(message);
    return JSON.stringify({ id: crypto.randomUUID(), status });
  }

  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    messages,
    use(wanted) {
      behaviour = wanted;
    },
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
