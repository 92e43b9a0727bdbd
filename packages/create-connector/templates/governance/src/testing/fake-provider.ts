import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** How the fake answers a list; a number is the status of a refusal, which repeats the key. */
export type FakeBehaviour = number | 'honest' | 'truncated' | 'html' | 'redirect' | 'dropped' | 'error with 200';

/** What the fake knows; tests change it as they like. */
export interface FakeTenant {
  readonly users: object[];
  readonly groups: object[];
  readonly memberships: object[];
}

/** Specimen on this machine, as its documentation describes it. */
export interface FakeProvider {
  readonly baseUrl: string;
  readonly tenant: FakeTenant;
  /** Called before each answer, with the number of the request; may throw to break the connection. */
  onRequest: (request: number) => void;
  /** Answers so from now on. */
  use(behaviour: FakeBehaviour): void;
  close(): Promise<void>;
}

/** 250 users of whom every other is a member of one of two groups. */
function createTenant(): FakeTenant {
  const users = Array.from({ length: 250 }, (_, index) => ({
    id: `u${index}`,
    name: `User ${index}`,
    suspended: false,
  }));
  return {
    users,
    groups: [
      // Beyond 2^53.
      { id: 'GROUP_ID', name: 'Engineering', colour: 'blue' },
      { id: 'g2', name: 'Sales' },
    ],
    memberships: users
      .filter((_, index) => index % 2 === 0)
      .map(({ id }, index) => ({ userId: id, groupId: index % 2 === 0 ? 'GROUP_ID' : 'g2' })),
  };
}

/** Starts the fake on a free port of 127.0.0.1. It is honest until it is told otherwise. */
export async function startFakeProvider(apiKey: string): Promise<FakeProvider> {
  const tenant = createTenant();
  let behaviour: FakeBehaviour = 'honest';
  let requests = 0;

  const server = createServer((request, response) => {
    try {
      requests += 1;
      provider.onRequest(requests);
      answer(request, response);
    } catch {
      response.destroy();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake has no port.');

  function answer({ url = '', headers: { authorization = '' } }: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://fake.test');
    const list = new Map(Object.entries(tenant)).get(pathname.replace('/v1/', ''));
    const refuse = (status: number): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '30' });
      response.end(JSON.stringify({ error: { code: 'refused', message: authorization } }));
    };
    const page = (): string => {
      const [number, size] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
      const items = list?.slice((number - 1) * size, number * size);
      // Ids as numbers, which JSON has without an end.
      return JSON.stringify({ items, total: list?.length }).replaceAll('"GROUP_ID"', '9007199254740993');
    };
    if (behaviour === 'dropped') response.destroy();
    else if (behaviour === 'redirect') response.writeHead(302, { location: 'https://evil.test/' }).end();
    else if (behaviour === 'html') response.end(`<p>${authorization}</p>`);
    else if (typeof behaviour === 'number') refuse(behaviour);
    else if (authorization !== `Bearer ${apiKey}`) refuse(401);
    else if (list === undefined) refuse(404);
    else if (behaviour === 'error with 200') refuse(200);
    else response.end(behaviour === 'truncated' ? page().slice(0, -10) : page());
  }

  const provider: FakeProvider = {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    tenant,
    onRequest: () => {},
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
  return provider;
}
