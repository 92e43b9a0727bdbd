import * as z from 'zod';
import { personSeen } from './journal.ts';
import { call, type Client, type Cookies, type Outcome, report } from './site.ts';
import { fixedIds, oauthPerson, oidcPeople } from './world.ts';

/** A provider, and somebody who signs in there. */
interface Visitor {
  readonly connector: string;
  readonly target: string;
  readonly subject: string;
  /** Plays the browser at the provider. */
  signIn(url: string): Promise<URL>;
}

/** Signs somebody in, comes with the same callback again, and sometimes signs out. */
export async function signIn(client: Client): Promise<void> {
  const visitor = client.chance.happens(0.8) ? oauthVisitor(client) : oidcVisitor(client);
  const cookies: Cookies = new Map();
  const started = await call(client, 'start sign-in', { path: `/sign-in/${visitor.connector}?return_to=/`, cookies });
  const location = started.state === 'acknowledged' ? started.headers.location : undefined;
  if (location === undefined) return;
  const callback = await visitor.signIn(location);

  const ways = await finish(client, callback, cookies);
  const entered = ways.filter(({ outcome }) => outcome.state === 'acknowledged');
  if (entered.length > 1) report(client, 'one callback signed in twice');
  if (ways.every(({ outcome }) => outcome.state === 'refused')) {
    report(client, `a good sign-in was refused: ${ways.map(({ outcome }) => reasonOf(outcome)).join(', ')}`);
  }
  const [first] = entered;
  if (first) await useSession(client, visitor, first.cookies);
}

/** At one host, or at all of them at once; when that was lost, once more; and always once too often. */
async function finish(client: Client, callback: URL, cookies: Cookies): Promise<readonly Way[]> {
  const { chance, hostUrls } = client;
  const hosts = chance.happens(0.3) ? hostUrls.map((_url, index) => index) : [chance.below(hostUrls.length)];
  const ways = await Promise.all(hosts.map((at) => comeBack(client, callback, cookies, at)));
  return [...ways, await comeBack(client, callback, cookies, chance.below(hostUrls.length))];
}

interface Way {
  readonly outcome: Outcome;
  readonly cookies: Cookies;
}

/** The host itself has let go of the sign-in: it is not left to the provider to refuse its code. */
const spent = ['session_invalid'];

async function comeBack(client: Client, { pathname, search }: URL, before: Cookies, at: number): Promise<Way> {
  const cookies = new Map(before);
  const outcome = await call(client, 'callback', { path: pathname + search, cookies, at, refusals: spent });
  return { outcome, cookies };
}

function reasonOf(outcome: Outcome): string {
  return outcome.state === 'acknowledged' ? 'acknowledged' : outcome.reason;
}

async function useSession(client: Client, { target, subject }: Visitor, cookies: Cookies): Promise<void> {
  const person = personSeen(client.journal, target, subject);
  person.signIns += 1;
  const userId = await userOf(client, cookies);
  if (userId === null) report(client, 'nobody is signed in after a sign-in');
  if (typeof userId === 'string') person.userIds.add(userId);
  if (!client.chance.happens(0.5)) return;

  const before = new Map(cookies);
  const ended = await call(client, 'sign out', {
    method: 'POST',
    path: '/sign-out',
    cookies,
    form: { return_to: '/' },
  });
  if (ended.state !== 'acknowledged') return;
  if (typeof (await userOf(client, before)) === 'string') report(client, 'a session goes on after signing out');
}

const sessionGuard = z.looseObject({
  session: z.looseObject({ user: z.looseObject({ id: z.string() }) }).nullable(),
});

/** @returns whose session it is; `null` when nobody's; `undefined` when that is not known */
export async function userOf(client: Client, cookies: Cookies): Promise<string | null | undefined> {
  const outcome = await call(client, 'read session', { path: '/session', cookies });
  if (outcome.state !== 'acknowledged') return undefined;
  return sessionGuard.parse(outcome.body).session?.user.id ?? null;
}

/** Each comes several times, now and then at once with themselves. */
function oauthVisitor({ world, chance, next }: Client): Visitor {
  const person = oauthPerson(Math.floor(next() / 6) + chance.below(3));
  return {
    connector: fixedIds.oauth,
    target: 'soak-oauth',
    subject: person.id,
    signIn: (url) => world.oauth.callbackFor(url, person),
  };
}

function oidcVisitor({ world, chance }: Client): Visitor {
  const { sub } = chance.pick(oidcPeople);
  return {
    connector: fixedIds.oidc,
    target: 'soak-oidc',
    subject: sub,
    signIn: (url) => world.oidc.signIn(url, { sub }),
  };
}
