import { type ConnectorMetadata } from '@jackfield/connector-kit';
import { type ConnectorDescription, describeConnector, loadAssets } from '@jackfield/connector-kit/assets';
import { metadata as oidcMetadata } from '@jackfield/oidc-standard';
import { metadata as smtpMetadata } from '@jackfield/smtp-email';
import { html } from 'hono/html';
import type { CodeStatus } from './codes.ts';
import { type Mail, mailbox } from './mailbox.ts';
import type { Person } from './people.ts';
import type { Session } from './sessions.ts';

/** What went wrong, in words for the visitor. */
export interface Problem {
  message: string;
  hint?: string | undefined;
}

export interface PageContent {
  session: Session | undefined;
  mails: readonly Mail[];
  /** The visitor's, separated by spaces. */
  languages: string;
  problem?: Problem | undefined;
  /** What the visitor typed into a form that was refused. */
  address?: string | undefined;
}

type Html = ReturnType<typeof html>;

/** Loads the connectors' names and logos; `html` escapes every value that a page is filled with. */
export async function createPage(): Promise<(content: PageContent) => Html> {
  const describeOidc = await describer('@jackfield/oidc-standard', oidcMetadata);
  const describeSmtp = await describer('@jackfield/smtp-email', smtpMetadata);
  return ({ session, mails, languages, problem, address }) =>
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${problem && 'Error: '}Jackfield example</title>
          <link rel="icon" href="data:," />
          <link rel="stylesheet" href="/style.css" />
        </head>
        <body>
          <header>
            <h1>Jackfield example</h1>
            <p>Sign in, then confirm an e-mail address with a code. Everything runs on this machine.</p>
          </header>
          <main>
            ${problem && alert(problem)}
            <div class="panels">
              <section id="account" aria-labelledby="account-title" tabindex="-1">
                <h2 id="account-title">Account</h2>
                ${session?.person ? signedIn(session.person) : signedOut(describeOidc(languages))}
              </section>
              <section id="code" aria-labelledby="code-title" tabindex="-1">
                <h2 id="code-title">Confirm an address</h2>
                ${connector(describeSmtp(languages))} ${addressForm(session, address)}
                ${session?.code && codeForm(session.code)}
              </section>
              ${mailbox(mails)}
            </div>
          </main>
        </body>
      </html>`;
}

interface View extends ConnectorDescription {
  /** Of the description. */
  language: string;
}

async function describer(name: string, metadata: ConnectorMetadata): Promise<(languages: string) => View> {
  const assets = await loadAssets(import.meta.resolve(`${name}/package.json`), metadata);
  return (languages) => {
    const description = describeConnector(metadata, assets, languages);
    const texts = Object.entries(metadata.description);
    const [language = 'en'] = texts.find(([, text]) => text === description.description) ?? [];
    return { ...description, language };
  };
}

const connector = ({ name, description, logo, logoDark, language }: View) =>
  html`<div class="connector">
    <picture>
      <source srcset="${logoDark}" media="(prefers-color-scheme: dark)" />
      <img src="${logo}" alt="" width="40" height="40" />
    </picture>
    <p lang="${language}"><strong>${name}</strong><br />${description}</p>
  </div>`;

const alert = ({ message, hint }: Problem) =>
  html`<div class="alert" role="alert">
    <p><strong>${message}</strong></p>
    ${hint && html`<p>${hint}</p>`}
  </div>`;

const signedOut = (view: View) =>
  html`${connector(view)}
    <form method="post" action="/sign-in">
      <input type="hidden" name="returnTo" value="/#account" />
      <button class="primary">Sign in with <span lang="${view.language}">${view.name}</span></button>
    </form>`;

function signedIn(person: Person): Html {
  const { name, email, unverifiedEmail, avatar, issuer, id, confirmed } = person;
  const shownName = name ?? email ?? id;
  return html`<div class="person">
      <span class="avatar" aria-hidden="true">
        ${shownName.slice(0, 1)}
        ${avatar !== undefined && html`<img src="${avatar}" alt="" referrerpolicy="no-referrer" />`}
      </span>
      <div>
        <p class="name">${shownName}</p>
        ${email !== undefined && html`<p>${email} <span class="badge good">verified</span></p>`}
        ${unverifiedEmail !== undefined && html`<p>${unverifiedEmail} <span class="badge">not verified</span></p>`}
      </div>
    </div>
    <dl>
      <dt>Issuer</dt>
      <dd><code>${issuer}</code></dd>
      <dt>Id</dt>
      <dd><code>${id}</code></dd>
      ${
        confirmed.size > 0 &&
        html`<dt>Confirmed by code</dt>
          <dd>${[...confirmed].map((address) => html`<div>${address}</div>`)}</dd>`
      }
    </dl>
    <form method="post" action="/sign-out"><button>Sign out</button></form>`;
}

function addressForm(session: Session | undefined, typed = ''): Html {
  const { person, code } = session ?? {};
  const address = typed || (code?.address ?? person?.email ?? person?.unverifiedEmail ?? '');
  return html`<form method="post" action="/codes">
    <label for="address">E-mail address</label>
    <div class="row">
      <input
        id="address"
        name="address"
        type="email"
        autocomplete="email"
        maxlength="254"
        required
        value="${address}"
      />
      <button class="${code ? '' : 'primary'}">${code ? 'Send another code' : 'Send code'}</button>
    </div>
  </form>`;
}

const messages: Readonly<Record<CodeStatus['state'], { text: string; tone: 'good' | 'bad' | 'plain' }>> = {
  sent: {
    text: 'A code is on its way. It is good for ten minutes and five tries. If none arrives, wait a while before you ask again.',
    tone: 'plain',
  },
  verified: { text: 'The address is confirmed.', tone: 'good' },
  wrong: { text: 'That code is not right. Check the newest mail, and try again.', tone: 'bad' },
  'too-many-tries': { text: 'Too many wrong codes. Ask for a new one.', tone: 'bad' },
  expired: { text: 'That code has expired or was used already. Ask for a new one.', tone: 'bad' },
};

function codeForm({ address, state }: CodeStatus): Html {
  const { text, tone } = messages[state];
  const canTry = state === 'sent' || state === 'wrong';
  return html`<p id="code-status" class="status ${tone}" role="status"><strong>${address}</strong><br />${text}</p>
    ${
      canTry &&
      html`<form method="post" action="/codes/verify">
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
            aria-invalid="${state === 'wrong' ? 'true' : 'false'}"
          />
          <button class="primary">Confirm</button>
        </div>
      </form>`
    }`;
}
