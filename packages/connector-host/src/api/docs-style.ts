/** The page's style sheet. */
export const docsStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfbfa, #16181b);
  --card: light-dark(#ffffff, #1e2125);
  --text: light-dark(#1d2125, #e6e8ea);
  --quiet: light-dark(#5a636c, #a0a9b2);
  --line: light-dark(#dfe3e6, #343a40);
  --link: light-dark(#0b5cad, #84b9f5);
  --code: light-dark(#f0f2f4, #2a2f35);
  --get: light-dark(#0a6b4b, #6fd3ae);
  --post: light-dark(#0b5cad, #84b9f5);
  --patch: light-dark(#8a5300, #f0c063);
  --delete: light-dark(#b3261e, #ff9d94);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.55 system-ui, sans-serif; }
a { color: var(--link); text-underline-offset: .15em; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
header { max-width: 78rem; margin: 0 auto; padding: 2rem 1.5rem 1rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; }
.version { color: var(--quiet); font-size: 1rem; font-weight: 400; }
p { margin: .4rem 0; max-width: 70ch; }
.columns { display: grid; grid-template-columns: 16rem minmax(0, 1fr); gap: 2rem; max-width: 78rem; margin: 0 auto; padding: 0 1.5rem 4rem; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 1rem 0; font-size: .9375rem; }
nav h2 { font-size: .875rem; margin: 1rem 0 .25rem; color: var(--quiet); }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li a { display: block; padding: .2rem 0; text-decoration: none; }
nav li a:hover { text-decoration: underline; }
main > h2 { margin: 2rem 0 .75rem; font-size: 1.35rem; }
article, .schema { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; margin: 0 0 1rem; }
article:target, .schema:target { border-color: var(--link); box-shadow: 0 0 0 1px var(--link); }
h3 { margin: 0; font-size: 1.1rem; }
h3 a { color: inherit; text-decoration: none; }
h3 a:hover { text-decoration: underline; }
h4 { margin: 1rem 0 .25rem; font-size: .875rem; color: var(--quiet); }
code { font: .875em/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); padding: .1em .3em; border-radius: .25em; overflow-wrap: anywhere; }
.endpoint code { background: none; padding: 0; font-size: .95rem; }
.method { font: 700 .8125rem/1 ui-monospace, Menlo, monospace; }
.get { color: var(--get); } .post { color: var(--post); } .patch { color: var(--patch); } .delete { color: var(--delete); }
dl { margin: .25rem 0; }
dt { margin-top: .5rem; overflow-wrap: anywhere; }
dd { margin: 0 0 0 1rem; color: var(--quiet); }
dd dl { border-left: 2px solid var(--line); padding-left: .75rem; color: var(--text); }
.type, .optional, .media { color: var(--quiet); font-size: .9rem; }
.optional::before { content: "· "; }
@media (max-width: 48rem) {
  .columns { display: block; padding: 0 1rem 3rem; }
  header { padding: 1.25rem 1rem .5rem; }
  nav { position: static; max-height: none; border: solid var(--line); border-width: 1px 0; columns: 2; padding: .5rem 0 1rem; }
  nav h2 { break-after: avoid; }
  article, .schema { padding: .9rem; }
}
@media (max-width: 26rem) { nav { columns: 1; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
`;
