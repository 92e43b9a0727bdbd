import { createHash } from 'node:crypto';
import type { SocialConnector } from '@jackfield/connector-kit';
import { textFor } from '@jackfield/connector-kit/assets';
import { html, raw } from 'hono/html';
import type { LiveConnector } from '../connectors/connectors.ts';
import type { LinkQuestion } from './link-page.ts';
import type { Problem } from './problem.ts';

type Social = LiveConnector<SocialConnector>;
type Html = ReturnType<typeof html>;

/** What pages have to know of where they are. */
export interface PagePlace {
  /** The public URL, without a slash at the end. */
  readonly base: string;
  /** Where forms may lead, besides the page's own origin. */
  readonly returnOrigins: readonly string[];
}

const style = `
:root{color-scheme:light dark;font:1rem/1.5 system-ui,sans-serif;--line:#8886;--accent:#2456c8}
@media (prefers-color-scheme:dark){:root{--accent:#9db8ff}}
body{margin:0;display:grid;place-items:start center;padding:10vh 1rem}
main{width:100%;max-width:24rem}
h1{font-size:1.4rem}
ul{list-style:none;padding:0;display:grid;gap:.75rem}
.way{display:flex;align-items:center;gap:.75rem;width:100%;box-sizing:border-box;padding:.7rem 1rem;border:1px solid var(--line);border-radius:.5rem;background:none;color:inherit;font:inherit;text-decoration:none;cursor:pointer}
.way:hover{border-color:currentColor}
.way:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.way img{width:1.5rem;height:1.5rem;object-fit:contain}
a{color:var(--accent)}
code{font-size:.9em}
`;
const styleHash = createHash('sha256').update(style).digest('base64');
/** Whole, since the hash is of every space in it. */
const styleElement = raw(`<style>${style}</style>`);

/** Buttons for every way to sign in. */
export function signInPage(
  place: PagePlace,
  connectors: readonly Social[],
  { returnTo, languages }: { returnTo: string | undefined; languages: string },
): Promise<Response> {
  const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`;
  const ways = connectors.map((live) => way(live, languages, 'Sign in with', startUrl(place, live, query)));
  return page(
    place,
    'Sign in',
    connectors.length > 0
      ? html`<ul>
          ${ways}
        </ul>`
      : html`<p>There is no way to sign in yet.</p>`,
  );
}

/** Whether to add what somebody has come with to the account that has the same address. */
export function linkPage(
  place: PagePlace,
  { email, ways, canLink }: LinkQuestion,
  { token, name, languages }: { token: string; name: string; languages: string },
): Promise<Response> {
  const address = `${place.base}/link/${token}`;
  const proofs = canLink
    ? html`<li>${button(address, 'link', `Add ${name} to my account`)}</li>`
    : ways.map((live) =>
        way(live, languages, 'Sign in with', startUrl(place, live, `?link=${encodeURIComponent(token)}`)),
      );
  return page(
    place,
    'You have an account already',
    html`<p>An account with the address <strong>${email}</strong> exists.</p>
      <p>
        ${
          canLink
            ? `You are signed in to it. ${name} can become another way to sign in.`
            : `To add ${name} to it, sign in to that account as before${ways.length > 0 ? '' : ', in this browser, and open this page again'}.`
        }
      </p>
      <ul>
        ${proofs}
        <li>${button(address, 'separate', 'Make a separate account without this address')}</li>
      </ul>`,
  );
}

/** The default page for what went wrong. */
export async function errorPage(
  place: PagePlace,
  { status, title, detail, code, retryAfter, requestId }: Problem,
): Promise<Response> {
  const response = await page(
    place,
    'That did not work',
    html`<p role="alert">${title}</p>
      ${detail !== undefined && html`<p>${detail}</p>`}
      <p><code>${code}</code> · <code>${requestId}</code></p>
      <p><a href="${place.base}/sign-in">Back to sign-in</a></p>`,
    status,
  );
  if (retryAfter !== undefined) response.headers.set('retry-after', String(retryAfter));
  return response;
}

function startUrl({ base }: PagePlace, { id }: Social, query: string): string {
  return `${base}/sign-in/${encodeURIComponent(id)}${query}`;
}

function way(live: Social, languages: string, verb: string, address: string): Html {
  return html`<li>
    <a class="way" href="${address}">
      <picture>
        <source srcset="${live.logoDark ?? live.logo}" media="(prefers-color-scheme: dark)" />
        <img src="${live.logo}" alt="" />
      </picture>
      ${verb} ${nameOf(live, languages)}
    </a>
  </li>`;
}

function button(address: string, action: string, text: string): Html {
  return html`<form method="post" action="${address}">
    <input type="hidden" name="action" value="${action}" /><button class="way">${text}</button>
  </form>`;
}

/** In the nearest language, else in English. */
export function nameOf({ id, name }: Pick<Social, 'id' | 'name'>, languages: string): string {
  return textFor({ en: id, ...name }, languages);
}

/** `html` escapes every value that a page is filled with. */
async function page(place: PagePlace, title: string, content: Html, status = 200): Promise<Response> {
  const text = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${styleElement}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html>`;
  return new Response(String(text), { status, headers: headersOf(place) });
}

function headersOf({ base, returnOrigins }: PagePlace): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    'img-src data: https:',
    // Browsers apply it to the redirect after a form, too.
    `form-action ${["'self'", ...returnOrigins].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy.join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    ...(base.startsWith('https:') && { 'strict-transport-security': 'max-age=15552000' }),
  };
}
