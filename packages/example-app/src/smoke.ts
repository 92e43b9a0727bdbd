import { createHttpBrowser, describe, type Page, words } from './http-browser.ts';

/**
 * Does over HTTP what a person does in a browser: signs in with two clicks, asks for a code, reads it in the mailbox, and
 * confirms the address.
 *
 * @param origin of the example application
 * @param print gets the person, the mail and the outcome, a line each
 * @param timeout milliseconds for everything
 * @throws an `Error` that says which step failed, and what the page said
 */
export async function smoke(origin: string, print: (line: string) => void, timeout = 20_000): Promise<void> {
  const signal = AbortSignal.timeout(timeout);
  try {
    await walk(origin, print, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`The walk took longer than ${timeout / 1000} s.`, { cause: error });
    throw error;
  }
}

async function walk(origin: string, print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const browser = createHttpBrowser(signal);

  const people = await browser.send(await browser.open(`${origin}/`), '/sign-in');
  const [, sub = ''] = find(people, /name="sub" value="([^"]+)"/, 'The provider offers nobody to sign in as');
  const home = await browser.send(people, '', { sub });
  const [, name = ''] = find(home, /<p class="name">([^<]+)</, 'Nobody is signed in');
  const [, address = ''] = find(home, /<p>(\S+@\S+)\s+<span class="badge good">/, 'The person has no verified address');
  const [, issuer = '', id = ''] = find(home, /<code>(.*?)<\/code>.*?<code>(.*?)<\/code>/s, 'The person has no id');
  print(`Signed in: ${words(name)} <${address}> (verified), ${words(id)} of ${words(issuer)}`);

  const sent = await browser.send(home, '/codes', { address });
  const [, subject = '', text = ''] = find(sent, /<h3[^>]*>(.*?)<\/h3>.*?<pre>(.*?)<\/pre>/s, 'No mail arrived');
  const [code = ''] = /\b\d{6}\b/.exec(text) ?? [];
  if (code === '') throw new Error('The mail has no code.');
  print(`Mail: "${words(subject)}" to ${address}, code ${code}`);

  const confirmed = await browser.send(sent, '/codes/verify', { code });
  find(confirmed, /Confirmed by code/, 'The code was not accepted');
  print(`Confirmed: ${address}`);
}

function find(page: Page, pattern: RegExp, problem: string): RegExpExecArray {
  const found = pattern.exec(page.body);
  if (page.status !== 200 || !found) throw new Error(`${problem}: ${describe(page)}`);
  return found;
}
