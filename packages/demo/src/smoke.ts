import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpBrowser, describe, type HttpBrowser, type Page, words } from '@jackfield/example-app/http-browser';
import * as z from 'zod';
import { type ApiClient, createApiClient } from './api-client.ts';
import { type CommandPlace, jackfield } from './command.ts';
import { connectorIds } from './connector-ids.ts';
import { connectorRequests, otherEmail } from './connector-requests.ts';
import { mailsOf, textMessagesOf } from './messages.ts';
import { addConnectors } from './seed.ts';
import type { World } from './world.ts';

/** What the walk goes through. */
export interface SmokeSite {
  readonly origin: string;
  /** Of the API, with the scope `write`. */
  readonly token: string;
  readonly world: World;
  /** Where the commands run. */
  readonly place: Omit<CommandPlace, 'signal'>;
}

/** So that the limits of an earlier walk on the same database do not count. Numbers of 555 01xx belong to nobody. */
function newRecipients(): { readonly ada: string; readonly grace: string; readonly number: string } {
  const mark = randomBytes(4).toString('hex');
  const area = areaCodes[randomInt(areaCodes.length)];
  return {
    ada: `ada.${mark}@example.test`,
    grace: `grace.${mark}@example.test`,
    number: `+1${area}55501${String(randomInt(100)).padStart(2, '0')}`,
  };
}

const areaCodes = [206, 212, 303, 312, 404, 415, 512, 617, 702, 808];

/**
 * Does over HTTP what operators and people do: adds connectors, signs in, confirms an address and a number, changes over to
 * another mail server, reads who has access to what, exports, imports, and verifies the audit log.
 *
 * @param print gets a line for each step
 * @param timeout milliseconds for everything
 * @throws an `Error` that says which step failed, and why
 */
export async function smoke(site: SmokeSite, print: (line: string) => void, timeout = 60_000): Promise<void> {
  const signal = AbortSignal.timeout(timeout);
  try {
    await walk(site, print, signal);
  } catch (error) {
    if (signal.aborted) throw new Error(`The walk took longer than ${timeout / 1000} s.`, { cause: error });
    throw error;
  }
}

async function walk(site: SmokeSite, print: (line: string) => void, signal: AbortSignal): Promise<void> {
  const { origin, token, world } = site;
  const api = createApiClient(origin, token, signal);
  const browser = createHttpBrowser(signal);
  const place = { ...site.place, signal };
  const { ada, grace, number } = newRecipients();

  const added = await addConnectors(api, connectorRequests(world));
  print(`Added: ${added.map(({ connectorId }) => connectorId).join(', ')}`);
  print(await signIn(browser, origin));
  const address = await newestCode(browser, origin, ada, () => mailsOf(world).at(-1)?.text);
  print(`Mail: ${address}`);
  const text = await newestCode(browser, origin, number, () => textMessagesOf(world).at(-1)?.body);
  print(`SMS: ${text}`);
  print(await replaceEmail(api, browser, site, grace));
  print(await syncTenant(place));
  print(await exportAndImport(api, place, world));
  print(await verifyAudit(place));
}

async function signIn(browser: HttpBrowser, origin: string): Promise<string> {
  const people = await browser.open(`${origin}/sign-in/${connectorIds.oidc}?return_to=/`);
  const [, sub = ''] = find(people, /name="sub" value="([^"]+)"/, 'The provider offers nobody to sign in as');
  const home = await browser.send(people, '', { sub });
  const [, name = ''] = find(home, /<p class="name">([^<]+)</, 'Nobody is signed in');
  const [, issuer = '', subject = ''] = find(
    home,
    /<dt>Issuer<\/dt>\s*<dd><code>(.*?)<\/code>.*?<code>(.*?)<\/code>/s,
    'The person has no identity',
  );
  return `Signed in: ${words(name)}, ${words(subject)} of ${words(issuer)}`;
}

/** Asks for a code, reads it where it has arrived, and confirms the address with it. */
async function newestCode(
  browser: HttpBrowser,
  origin: string,
  to: string,
  newest: () => string | undefined,
): Promise<string> {
  const sent = await browser.send(await browser.open(`${origin}/`), '/demo/codes', { to });
  find(sent, /A code is on its way/, 'No code was sent');
  const code = /\b\d{6}\b/.exec(newest() ?? '')?.[0];
  if (code === undefined) throw new Error(`No message with a code has arrived for ${to}.`);
  const confirmed = await browser.send(sent, '/demo/verify', { to, code });
  find(confirmed, /Confirmed\./, 'The code was not accepted');
  return `code ${code} to ${to}, confirmed`;
}

async function replaceEmail(
  api: ApiClient,
  browser: HttpBrowser,
  { origin, world }: SmokeSite,
  to: string,
): Promise<string> {
  const [added] = await addConnectors(api, [otherEmail(world)]);
  const before = world.otherMailServer.mails.length;
  const text = await newestCode(browser, origin, to, () => mailsOf(world).at(-1)?.text);
  if (world.otherMailServer.mails.length === before) throw new Error('The mail still left by the replaced connector.');
  return `Replaced: ${added?.replaced?.id ?? 'nothing'} by ${added?.id}; ${text}`;
}

const syncGuard = z.looseObject({ snapshot: z.int(), state: z.string(), counts: z.record(z.string(), z.int()) });

async function syncTenant(place: CommandPlace): Promise<string> {
  const { snapshot, state, counts } = syncGuard.parse(
    JSON.parse(await succeed(place, ['governance', 'sync', connectorIds.logto, '--json'])),
  );
  const numbers = Object.entries(counts).map(([kind, count]) => `${count} ${kind}`);
  return `Synced: snapshot ${snapshot}, ${state}, ${numbers.join(', ')}`;
}

const exportGuard = z.looseObject({
  connectors: z.array(z.looseObject({ id: z.string() })),
  references: z.array(z.looseObject({ connector: z.string(), path: z.string(), reference: z.string() })),
});
const importGuard = z.looseObject({ changes: z.array(z.looseObject({ action: z.string() })) });

/** Moves every connector to another host, whose secrets come from its environment. */
async function exportAndImport(api: ApiClient, place: CommandPlace, world: World): Promise<string> {
  const exported = await api.call('GET', '/export');
  const { connectors, references } = exportGuard.parse(exported);
  const requests = [...connectorRequests(world), otherEmail(world)];
  const secrets = references.map(({ connector, path, reference }) => {
    const config = requests.find(({ id }) => id === connector)?.config;
    return [reference.replace(/^env:/, ''), valueAt(config, path.split('.'))];
  });
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-imported-'));
  try {
    const elsewhere = {
      ...place.environment,
      DATABASE_URL: '',
      JACKFIELD_DATA: folder,
      ...Object.fromEntries(secrets),
    };
    const args = ['import', '-', '--yes', '--json'];
    const answer = await succeed({ ...place, environment: elsewhere }, args, JSON.stringify(exported));
    const { changes } = importGuard.parse(JSON.parse(answer));
    return `Exported: ${connectors.length} connectors; imported into another host: ${changes.length}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function valueAt(value: unknown, [key, ...rest]: readonly string[]): string {
  if (key === undefined) return typeof value === 'string' ? value : '';
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return valueAt(entries.find(([name]) => name === key)?.[1], rest);
}

async function verifyAudit(place: CommandPlace): Promise<string> {
  const { entries } = z
    .looseObject({ entries: z.int() })
    .parse(JSON.parse(await succeed(place, ['audit', 'verify', '--json'])));
  return `Audit log: ${entries} entries, intact`;
}

async function succeed(place: CommandPlace, args: readonly string[], input = ''): Promise<string> {
  const { code, output, errors } = await jackfield(place, args, input);
  if (code === 0) return output;
  throw new Error(`jackfield ${args.slice(0, 2).join(' ')} ended with ${code}: ${errors || output}`);
}

function find(page: Page, pattern: RegExp, problem: string): RegExpExecArray {
  const found = pattern.exec(page.body);
  if (page.status !== 200 || !found) throw new Error(`${problem}: ${describe(page)}`);
  return found;
}
