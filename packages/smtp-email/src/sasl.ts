import { createHmac } from 'node:crypto';
import type { Credentials } from './credentials.ts';
import { xoauth2 } from './settings.ts';
import type { DialogueReply } from './smtp-dialogue.ts';

type Ask = (command: string) => Promise<DialogueReply>;

/** Mechanisms in the order in which a login tries them. */
const passwordMechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;

/** The SASL mechanisms of an answer to EHLO (RFC 4954 §3). */
export function mechanismsOf(extensions: readonly string[]): string[] {
  const lists = extensions.filter((line) => /^AUTH[ =]/i.test(line)).map((line) => line.slice(5).toUpperCase());
  return lists.flatMap((list) => list.split(' ')).filter((name) => /^[A-Z0-9_-]{1,20}$/.test(name));
}

/** The mechanism that suits both the server and the credentials. */
export function chooseMechanism(offered: readonly string[], credentials: Credentials): string | undefined {
  const wanted = 'password' in credentials ? passwordMechanisms : ['XOAUTH2'];
  return wanted.find((mechanism) => offered.includes(mechanism));
}

/** Runs one mechanism and returns the server's last reply. */
export async function logIn(ask: Ask, mechanism: string, credentials: Credentials): Promise<DialogueReply> {
  const { user } = credentials;
  if (!('password' in credentials)) {
    const reply = await ask(`AUTH XOAUTH2 ${base64(xoauth2(user, credentials.accessToken))}`);
    // The reason came as a challenge; an empty answer asks for the refusal itself.
    return reply.code === 334 ? ask('') : reply;
  }
  const { password } = credentials;
  if (mechanism === 'PLAIN') return ask(`AUTH PLAIN ${base64(`\0${user}\0${password}`)}`);
  const first = await ask(`AUTH ${mechanism}`);
  if (first.code !== 334) return first;
  if (mechanism === 'CRAM-MD5') {
    const challenge = Buffer.from(first.text, 'base64');
    return ask(base64(`${user} ${createHmac('md5', password).update(challenge).digest('hex')}`));
  }
  const second = await ask(base64(user));
  return second.code === 334 ? ask(base64(password)) : second;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
