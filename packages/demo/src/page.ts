import type { LiveConnector, Session } from '@jackfield/connector-host';
import { textFor } from '@jackfield/connector-kit/assets';
import { type Mail, mailbox } from '@jackfield/example-app/mailbox';
import { html } from 'hono/html';
import type { TextMessage } from './messages.ts';

/** How a code fares. */
export interface CodeStatus {
  readonly to: string;
  readonly state: 'sent' | 'verified' | 'wrong' | 'expired' | 'too_many_tries';
}

/** What went wrong, in words for the visitor. */
export interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface PageContent {
  readonly session: Session | undefined;
  readonly connectors: readonly LiveConnector[];
  readonly mails: readonly Mail[];
  readonly textMessages: readonly TextMessage[];
  /** The visitor's, separated by spaces. */
  readonly languages: string;
  readonly code?: CodeStatus | undefined;
  readonly problem?: Problem | undefined;
  /** What the visitor typed into a form that was refused. */
  readonly typed?: string | undefined;
}

type Html = ReturnType<typeof html>;

/** The page of the demonstration; `html` escapes every value that it is filled with. */
export function renderPage(content: PageContent): Html {
  const { session, connectors, mails, textMessages, languages, code, problem } = content;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${problem && 'Error: '}Jackfield</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/demo/style.css" />
      </head>
      <body>
        <header>
          <h1>Jackfield</h1>
          <p>Sign in, then confirm an address or a number with a code. Everything runs on this machine.</p>
        </header>
        <main>
          ${problem && alert(problem)}
          <div class="panels">
            <section id="account" aria-labelledby="account-title" tabindex="-1">
              <h2 id="account-title">Account</h2>
              ${session ? signedIn(session) : signedOut(connectors, languages)}
            </section>
            <section id="code" aria-labelledby="code-title" tabindex="-1">
              <h2 id="code-title">Confirm an address</h2>
              ${addressForm(content)} ${code && codeForm(code)}
            </section>
            <div class="messages">${mailbox(mails)} ${phone(textMessages)}</div>
          </div>
        </main>
      </body>
    </html>`;
}

const alert = ({ message, hint }: Problem): Html =>
  html`<div class="alert" role="alert">
    <p><strong>${message}</strong></p>
    ${hint !== undefined && html`<p>${hint}</p>`}
  </div>`;

function signedOut(connectors: readonly LiveConnector[], languages: string): Html {
  if (connectors.length === 0) return html`<p class="empty">There is no connector to sign in with yet.</p>`;
  return html`${connectors.map(
    ({ id, name, logo, logoDark }) =>
      html`<form method="get" action="/sign-in/${id}" class="connector">
        <input type="hidden" name="return_to" value="/#account" />
        <picture>
          <source srcset="${logoDark ?? logo}" media="(prefers-color-scheme: dark)" />
          <img src="${logo}" alt="" width="40" height="40" />
        </picture>
        <button class="primary">Sign in with ${textFor({ en: '', ...name }, languages)}</button>
      </form>`,
  )}`;
}

function signedIn({ user, identity }: Session): Html {
  const { name, email, emailVerified, avatar, id } = user;
  const shownName = name ?? email ?? id;
  return html`<div class="person">
      <span class="avatar" aria-hidden="true">
        ${shownName.slice(0, 1)} ${avatar !== null && html`<img src="${avatar}" alt="" referrerpolicy="no-referrer" />`}
      </span>
      <div>
        <p class="name">${shownName}</p>
        ${
          email !== null &&
          html`<p>
            ${email}
            <span class="badge ${emailVerified ? 'good' : ''}">${emailVerified ? 'verified' : 'not verified'}</span>
          </p>`
        }
      </div>
    </div>
    ${
      identity &&
      html`<dl>
        <dt>Target</dt>
        <dd><code>${identity.target}</code></dd>
        <dt>Issuer</dt>
        <dd><code>${identity.issuer}</code></dd>
        <dt>Id</dt>
        <dd><code>${identity.subject}</code></dd>
      </dl>`
    }
    <form method="post" action="/sign-out">
      <input type="hidden" name="return_to" value="/" />
      <button>Sign out</button>
    </form>`;
}

function addressForm({ session, code, typed }: PageContent): Html {
  return html`<form method="post" action="/demo/codes">
    <label for="to">E-mail address or phone number</label>
    <div class="row">
      <input id="to" name="to" maxlength="254" required value="${typed ?? code?.to ?? session?.user.email ?? ''}" />
      <button class="${code ? '' : 'primary'}">${code ? 'Send another code' : 'Send code'}</button>
    </div>
  </form>`;
}

const messages: Readonly<Record<CodeStatus['state'], { text: string; tone: 'good' | 'bad' | 'plain' }>> = {
  sent: { text: 'A code is on its way. It is good for ten minutes and five tries.', tone: 'plain' },
  verified: { text: 'Confirmed.', tone: 'good' },
  wrong: { text: 'That code is not right. Check the newest message, and try again.', tone: 'bad' },
  too_many_tries: { text: 'Too many wrong codes. Ask for a new one.', tone: 'bad' },
  expired: { text: 'That code has expired or was used already. Ask for a new one.', tone: 'bad' },
};

function codeForm({ to, state }: CodeStatus): Html {
  const { text, tone } = messages[state];
  return html`<p id="code-status" class="status ${tone}" role="status"><strong>${to}</strong><br />${text}</p>
    ${
      (state === 'sent' || state === 'wrong') &&
      html`<form method="post" action="/demo/verify">
        <input type="hidden" name="to" value="${to}" />
        <label for="code-input">Code</label>
        <div class="row">
          <input
            id="code-input"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            pattern="[0-9 ]{6,12}"
            title="Six digits"
            maxlength="12"
            required
            aria-describedby="code-status"
          />
          <button class="primary">Confirm</button>
        </div>
      </form>`
    }`;
}

function phone(textMessages: readonly TextMessage[]): Html {
  return html`<section id="phone" aria-labelledby="phone-title">
    <h2 id="phone-title">Phone</h2>
    <p class="quiet">What the SMS stub has taken, whoever it is for.</p>
    ${textMessages.length === 0 && html`<p class="empty">No message yet. Send a code to +14155550100.</p>`}
    <ol class="mails">
      ${textMessages.toReversed().map(
        ({ to, body }) =>
          html`<li>
            <article>
              <p class="quiet">To ${to}</p>
              <pre>${body}</pre>
            </article>
          </li>`,
      )}
    </ol>
  </section>`;
}
