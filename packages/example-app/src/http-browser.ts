/** A page as a browser without a window sees it. */
export interface Page {
  url: URL;
  status: number;
  headers: Headers;
  body: string;
}

/** Keeps cookies, follows redirects and sends forms, as a browser does. */
export interface HttpBrowser {
  open(url: string | URL): Promise<Page>;
  /** Sends the page's form with this `action` (an empty one: the page's own address). */
  send(page: Page, action: string, fields?: Readonly<Record<string, string>>): Promise<Page>;
}

const mostRedirects = 10;

/** @param signal ends everything that is under way */
export function createHttpBrowser(signal: AbortSignal): HttpBrowser {
  /** Per host name: browsers do not tell ports apart. */
  const jars = new Map<string, Map<string, string>>();

  async function request(
    url: URL,
    init: { method?: string; headers?: Record<string, string>; body?: URLSearchParams } = {},
  ): Promise<Response> {
    const jar = jars.get(url.hostname) ?? new Map<string, string>();
    jars.set(url.hostname, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, ...(cookie !== '' && { cookie }) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual', signal });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  }

  async function follow(start: URL, first: Response): Promise<Page> {
    let url = start;
    let response = first;
    for (let count = 0; count < mostRedirects; count += 1) {
      const { status, headers } = response;
      const location = headers.get('location');
      const body = await response.text();
      if (location === null) return { url, status, headers, body };
      url = new URL(location, url);
      response = await request(url);
    }
    throw new Error(`${start.pathname} goes round in circles.`);
  }

  return {
    open: async (address) => {
      const url = new URL(address);
      return follow(url, await request(url));
    },
    async send(page, action, fields = {}) {
      const body = new URLSearchParams({ ...hiddenFields(page, action), ...fields });
      const url = new URL(action, page.url);
      return follow(url, await request(url, { method: 'POST', headers: { origin: page.url.origin }, body }));
    },
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]*)=([^;]*)/.exec(line) ?? [];
  const [, maxAge] = /;\s*max-age=(-?\d+)/i.exec(line) ?? [];
  const [, expires] = /;\s*expires=([^;]*)/i.exec(line) ?? [];
  const isOver =
    maxAge === undefined ? expires !== undefined && Date.parse(expires) <= Date.now() : Number(maxAge) <= 0;
  if (isOver || value === '') jar.delete(name);
  else jar.set(name, value);
}

/** @throws when the page has no such form */
function hiddenFields(page: Page, action: string): Record<string, string> {
  const forms = page.body.match(/<form.*?<\/form>/gs) ?? [];
  const form = forms.find((text) => (/^<form[^>]*\saction="([^"]*)"/.exec(text)?.[1] ?? '') === action);
  if (form === undefined) throw new Error(`${page.url.pathname} has no form for "${action}": ${describe(page)}`);
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value]));
}

/** The page's words, for messages: its alert if it has one. */
export function describe({ status, body }: Page): string {
  const [, alert] = /role="alert">(.*?)<\/div>/s.exec(body) ?? [];
  return `HTTP ${status}, ${words(alert ?? body).slice(0, 300)}`;
}

/** HTML without its tags. */
export function words(html: string): string {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html
    .replaceAll(/<(style|title)\b.*?<\/\1>/gs, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => entities[name] ?? entity)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
