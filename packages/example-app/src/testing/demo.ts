import { onTestFinished } from 'vitest';
import { type Demo, startDemo } from '../demo.ts';

export interface TestDemo extends Demo {
  /** What the application told its operators. */
  readonly logged: readonly string[];
}

/** The example application, closed when the test ends. */
export async function testDemo(): Promise<TestDemo> {
  const logged: string[] = [];
  const demo = await startDemo({ log: (line) => logged.push(line) });
  onTestFinished(() => demo.close());
  return { ...demo, logged };
}

/** One browser at the application: keeps cookies, and leaves redirects to the test. */
export interface Visitor {
  readonly cookies: ReadonlyMap<string, string>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(
    path: string,
    form?: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

export interface Answer {
  status: number;
  /** Where a redirect leads; else empty. */
  location: string;
  headers: Headers;
  body: string;
}

export function newVisitor(origin: string, known: ReadonlyMap<string, string> = new Map()): Visitor {
  const cookies = new Map(known);
  const send = async (path: string, init: RequestInit, headers: Readonly<Record<string, string>>): Promise<Answer> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(new URL(path, origin), { ...init, redirect: 'manual', headers: { cookie, ...headers } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = answer.headers.get('location') ?? '';
    return { status: answer.status, location, headers: answer.headers, body: await answer.text() };
  };
  return {
    cookies,
    get: (path, headers = {}) => send(path, {}, headers),
    post: (path, form = {}, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form) }, { origin, ...headers }),
  };
}

/** Signs in up to the callback, which is returned and not yet opened. */
export async function callbackOf(
  { provider }: Demo,
  visitor: Visitor,
  choice: { sub?: string; deny?: boolean } = {},
  returnTo = '/#account',
): Promise<string> {
  const { location } = await visitor.post('/sign-in', { returnTo });
  return (await provider.signIn(location, choice)).href;
}

export async function signIn(demo: Demo, visitor: Visitor, sub?: string): Promise<Answer> {
  return visitor.get(await callbackOf(demo, visitor, sub === undefined ? {} : { sub }));
}

/** Asks for a code and reads it in the mailbox. */
export async function askForCode({ mailServer }: Demo, visitor: Visitor, address: string): Promise<string> {
  await visitor.post('/codes', { address });
  const { text = '' } = await mailServer.nextMail();
  return /\b\d{6}\b/.exec(text)?.[0] ?? '';
}

/** A code that is not `code`. */
export const wrongCode = (code: string): string => (code === '000000' ? '000001' : '000000');
