import { type Browser, openBrowser, type Page } from '../browser.ts';
import { unescapeHtml } from '../html.ts';
import { interactionPath } from './interaction.ts';

/** What a person does on the provider's page. */
export interface PersonChoice {
  /** Who signs in. Default: the first of the people. */
  sub?: string;
  /** Refuse instead. */
  deny?: boolean;
}

/** What the browser posts to the client's redirect URI with `response_mode=form_post`. */
export interface FormPost {
  url: URL;
  form: URLSearchParams;
}

/**
 * Plays a browser from the authorization URL until it leaves the provider: by a redirect, or by a page that posts
 * a form.
 */
export async function walkThrough(
  authorizationUrl: URL,
  choice: Readonly<Record<string, string>>,
  browser = openBrowser(),
): Promise<URL | FormPost> {
  let page = await browser.get(authorizationUrl);
  for (let step = 0; step < 20; step += 1) {
    const callback = leavingProvider(page, authorizationUrl.origin);
    if (callback) return callback;
    page = await nextPage(browser, page, choice);
  }
  throw new Error('The sign-in goes round in circles.');
}

function leavingProvider(page: Page, origin: string): URL | FormPost | undefined {
  if (page.location) return page.location.origin === origin ? undefined : page.location;
  const [, action] = /<form method="post" action="([^"]*)"/.exec(page.body) ?? [];
  if (action === undefined) return undefined;
  const inputs = page.body.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  const form = new URLSearchParams();
  for (const [, name = '', value = ''] of inputs) form.append(unescapeHtml(name), unescapeHtml(value));
  return { url: new URL(unescapeHtml(action), page.url), form };
}

function nextPage(browser: Browser, page: Page, choice: Readonly<Record<string, string>>): Promise<Page> {
  if (page.location) return browser.get(page.location);
  if (page.status === 200 && page.url.pathname.startsWith(interactionPath)) return browser.post(page.url, choice);
  const [, problem = page.body] = /<p>(.*?)<\/p>/s.exec(page.body) ?? [];
  throw new Error(
    `The provider refused with status ${page.status}: ${unescapeHtml(problem.replaceAll(/<[^>]*>/g, ''))}`,
  );
}
