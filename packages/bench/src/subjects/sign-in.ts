import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import type { Subject } from '../measure/subject.ts';
import { person, type World } from '../provider/world.ts';

/** Who a sign-in gave. */
export interface Person {
  readonly id: string;
  readonly email: string | undefined;
}

/** A sign-in that waits for the browser to come back. */
export interface BegunSignIn {
  /** Where the browser is sent. */
  readonly url: string;
  finish(callback: URL): Promise<Person>;
}

/** How one library signs people in. */
export interface SignInMethod {
  begin(): Promise<BegunSignIn>;
  close(): Promise<void>;
}

/** A subject that measures both halves of each sign-in, and not the browser between them. */
export function signInSubject(world: World, method: SignInMethod): Subject {
  const agent = new https.Agent({ keepAlive: true, ca: world.ca, proxyEnv: {} });
  return {
    async batch(count, inFlight, meter) {
      const begun = await meter.measure(count, inFlight, () => method.begin());
      const callbacks = await visit(world, agent, begun);
      const people = await meter.measure(count, inFlight, (index) => callbacks[index]?.() ?? Promise.reject(missing()));
      const wrong = people.find(({ id, email }) => id !== person.id || email !== person.email);
      if (wrong !== undefined) throw new Error('A sign-in gave somebody else.');
    },
    async close() {
      agent.destroy();
      await method.close();
    },
  };
}

const addressesGuard = z.array(z.url());

/** Lets the provider do what browsers do. @returns what is left to do for each sign-in */
async function visit(
  world: World,
  agent: https.Agent,
  begun: readonly BegunSignIn[],
): Promise<readonly (() => Promise<Person>)[]> {
  const request = https.request(`${world.origin}/visit`, { method: 'POST', agent });
  request.end(JSON.stringify(begun.map(({ url }) => url)));
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (response?.statusCode !== 200) throw new Error('The provider refused to be visited.');
  const addresses = addressesGuard.parse(JSON.parse(await text(response)));
  return begun.map((signIn, index) => {
    const callback = new URL(addresses[index] ?? '');
    return () => signIn.finish(callback);
  });
}

const missing = (): Error => new Error('The provider gave too few callbacks.');
