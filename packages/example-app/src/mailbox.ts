import type { Context } from 'hono';
import { html } from 'hono/html';

/** A mail that the demonstration's mail server has received. */
export interface Mail {
  from: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
}

/** How many are shown, the newest first. */
const mostShown = 10;

/**
 * Answers with a mail's HTML, made inert: in a sandbox without scripts, forms or links to other windows, and with nothing
 * loaded from anywhere.
 */
export function htmlOf(c: Context, mail: Mail): Response | Promise<Response> {
  c.header(
    'content-security-policy',
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
  );
  return c.html(mail.html ?? '');
}

/** The mailbox as a part of the page. */
export function mailbox(mails: readonly Mail[]) {
  const newest = mails.map((mail, number) => ({ mail, number })).slice(-mostShown);
  return html`<section id="mailbox" aria-labelledby="mailbox-title" tabindex="-1">
    <h2 id="mailbox-title">Mailbox</h2>
    <p class="quiet">What the embedded mail server has received, whoever it is for.</p>
    ${newest.length === 0 && html`<p class="empty">No mail yet. Send a code, and it arrives here.</p>`}
    <ol class="mails">
      ${newest.toReversed().map(
        ({ mail, number }) =>
          html`<li>
            <article aria-labelledby="mail-${number}">
              <h3 id="mail-${number}">${mail.subject}</h3>
              <p class="quiet">From ${mail.from} to ${mail.to}</p>
              <pre>${mail.text.trim()}</pre>
              ${
                mail.html !== undefined &&
                html`<details>
                  <summary>Show as HTML</summary>
                  <iframe src="/mails/${number}" title="${mail.subject} as HTML" sandbox loading="lazy"></iframe>
                </details>`
              }
            </article>
          </li>`,
      )}
    </ol>
  </section>`;
}
