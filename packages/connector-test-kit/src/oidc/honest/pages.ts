import { escapeHtml } from '../html.ts';
import type { Person } from '../people.ts';

const style = `
  :root { color-scheme: light dark; --ink: #1c2333; --soft: #5b6478; --page: #eef1f6; --card: #fff; --line: #d5dbe6; --mark: #2f5bd7; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #eef1f7; --soft: #a7b0c2; --page: #12151c; --card: #1c212c; --line: #353d4d; --mark: #8aa8ff; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page);
    color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
  main { width: min(26rem, 100%); padding: 2rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--card); }
  h1 { margin: 0; font-size: 1.4rem; }
  p { margin: .5rem 0 1.25rem; color: var(--soft); }
  ul { margin: 0 0 1rem; padding: 0; list-style: none; display: grid; gap: .5rem; }
  button { width: 100%; display: flex; align-items: center; gap: .75rem; padding: .65rem .8rem; border: 1px solid var(--line);
    border-radius: .7rem; background: transparent; color: inherit; font: inherit; text-align: start; cursor: pointer; }
  button:hover { border-color: var(--mark); }
  button:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
  button small { display: block; color: var(--soft); }
  .initial { flex: none; display: grid; place-items: center; width: 2.4rem; height: 2.4rem; border-radius: 50%;
    background: var(--mark); color: var(--card); font-weight: 600; }
  .plain { justify-content: center; border-color: transparent; color: var(--soft); }
`;

const scopeWords: Readonly<Record<string, string>> = {
  profile: 'name and picture',
  email: 'email address',
  phone: 'phone number',
  offline_access: 'access while you are away',
};

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>
</body>
</html>
`;
}

/** The page on which one click signs a person in, and allows what the client asked for. */
export function pickPersonPage(people: readonly Person[], clientName: string, scope: string): string {
  const shared = ['account id', ...scope.split(' ').flatMap((name) => scopeWords[name] ?? [])];
  return page(
    'Who is signing in?',
    `<p>Picking a person allows <strong>${escapeHtml(clientName)}</strong> to see: ${escapeHtml(shared.join(', '))}.</p>
<form method="post">
<ul>${people.map(personItem).join('')}</ul>
<button class="plain" name="deny" value="true">Deny</button>
</form>`,
  );
}

function personItem({ sub, name = sub, email }: Person): string {
  const mail = email === undefined ? '' : `<small>${escapeHtml(email)}</small>`;
  return `<li><button name="sub" value="${escapeHtml(sub)}">
<span class="initial" aria-hidden="true">${escapeHtml(name.slice(0, 1))}</span>
<span>${escapeHtml(name)}${mail}</span></button></li>
`;
}

/** @param form an empty form with the id `op.logoutForm`, to be sent with `logout=yes` */
export const signOutPage = (form: string): string =>
  page(
    'Sign out of the demo provider?',
    `${form}<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>
<button class="plain" form="op.logoutForm">No, stay signed in</button>`,
  );

export const signedOutPage = (): string => page('Signed out', '<p>You may close this page.</p>');

/** What a person sees when a request cannot be sent back to the client. */
export const errorPage = (error: string, description = ''): string =>
  page('The sign-in cannot go on', `<p><code>${escapeHtml(error)}</code> ${escapeHtml(description)}</p>`);
