import * as z from 'zod';
import type { MessageSeen } from './journal.ts';
import { call, type Client, type Cookies, type Outcome, report } from './site.ts';
import { userOf } from './people-work.ts';

const sentGuard = z.looseObject({ delivery: z.enum(['handed-over', 'unknown']) });
const triedGuard = z.looseObject({ state: z.enum(['verified', 'wrong', 'expired', 'too_many_tries']) });
type Tried = z.infer<typeof triedGuard>['state'] | 'unknown';

/** Asks for a code at an address of its own, and uses it: once rightly, and then again. */
export async function useCode(client: Client, kind: MessageSeen['kind']): Promise<void> {
  const number = client.next();
  const to = kind === 'email' ? `soak-${number}@example.test` : phoneNumber(number);
  const asked = await call(client, `send ${kind === 'email' ? 'mail' : 'SMS'}`, {
    method: 'POST',
    path: '/codes',
    json: { to, purpose: 'SignIn' },
    cookies: client.browser,
    ip: client.ip,
  });
  const message: MessageSeen = { to, kind, ip: client.ip, ...deliveryOf(asked), verified: 0, guesses: 0 };
  client.journal.messages.push(message);
  const code = message.sent === 'acknowledged' ? newestCode(client, to) : undefined;
  if (code !== undefined) await verify(client, message, code);
}

function deliveryOf(asked: Outcome): Pick<MessageSeen, 'sent' | 'reason'> {
  if (asked.state !== 'acknowledged') {
    if (asked.state === 'lost') return { sent: 'unknown', reason: asked.reason };
    return { sent: asked.state === 'not sent' ? 'not sent' : 'refused', reason: asked.reason };
  }
  const answer = sentGuard.safeParse(asked.body).data;
  return answer?.delivery === 'handed-over'
    ? { sent: 'acknowledged', reason: '' }
    : { sent: 'unknown', reason: 'delivery unknown to the host' };
}

/** Numbers of California and New York that a numbering plan has. */
function phoneNumber(number: number): string {
  const area = ['415', '212', '310', '718'][number % 4];
  const exchange = 230 + (Math.floor(number / 40_000) % 700);
  return `+1${area}${exchange}${String(Math.floor(number / 4) % 10_000).padStart(4, '0')}`;
}

/** @returns `undefined` when the message is not there; the checks afterwards notice */
function newestCode({ world }: Client, to: string): string | undefined {
  const text = to.includes('@')
    ? world.smtp.mails.findLast(({ envelope }) => envelope.to.includes(to))?.text
    : world.twilio.messages.findLast((message) => message.to === to)?.body;
  return /\b\d{6}\b/.exec(text ?? '')?.[0];
}

async function verify(client: Client, message: MessageSeen, code: string): Promise<void> {
  const { chance, hostUrls } = client;
  const { to } = message;
  if (chance.happens(0.3)) {
    const guessed = await tryCode(client, message, code === '000000' ? '000001' : '000000');
    if (guessed === 'verified') report(client, `a wrong code was right: ${to}`);
  }
  const isParallel = chance.happens(0.3);
  const hosts = isParallel ? hostUrls.map((_url, index) => index) : [chance.below(hostUrls.length)];
  const tries = await Promise.all(hosts.map((at) => tryCode(client, message, code, at)));
  if (!tries.includes('verified') && !tries.includes('unknown')) {
    report(client, `a good code was refused: ${tries.join(', ')}`);
  }
  // Whatever has become of the first try: it is good once at most.
  await tryCode(client, message, code);
}

/** Tries a code in the browser that asked for it, and notes who is then signed in. */
async function tryCode(client: Client, message: MessageSeen, code: string, at?: number): Promise<Tried> {
  const cookies: Cookies = new Map(client.browser);
  const outcome = await call(client, 'verify code', {
    method: 'POST',
    path: '/codes/verify',
    json: { to: message.to, purpose: 'SignIn', code },
    cookies,
    ...(at !== undefined && { at }),
  });
  if (outcome.state !== 'acknowledged') return 'unknown';
  const { state } = triedGuard.parse(outcome.body);
  if (state === 'wrong') message.guesses += 1;
  if (state !== 'verified') return state;
  message.verified += 1;
  const userId = await userOf(client, cookies);
  if (userId === null) report(client, `nobody is signed in after a code was right: ${message.to}`);
  if (typeof userId === 'string') usersOf(client, message.to).add(userId);
  return state;
}

function usersOf({ journal: { addressUsers } }: Client, to: string): Set<string> {
  const known = addressUsers.get(to) ?? new Set<string>();
  addressUsers.set(to, known);
  return known;
}
