/** The parts of a built-in e-mail, as HTML. */
export interface Layout {
  readonly languageTag: string;
  readonly title: string;
  readonly purpose: string;
  readonly code?: { readonly label: string; readonly secrecy: string };
  readonly link?: { readonly label: string; readonly fallback: string };
  readonly ignore: string;
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

const head = `<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<style>
:root { color-scheme: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background: #14161a !important; }
  .card { background: #1f2329 !important; color: #e6e8eb !important; }
  .code { background: #2b3038 !important; color: #ffffff !important; }
  .quiet { color: #a3abb5 !important; }
  .address { color: #8ab4f8 !important; }
}
</style>`;

/** An e-mail with `{{code}}`, `{{link}}` or both; readable with styles and images off, in light and dark. */
export function layoutHtml({ languageTag, title, purpose, code, link, ignore }: Layout): string {
  const parts = [
    `<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${title}</h1>`,
    paragraph(purpose),
    code === undefined ? '' : codeBlock(code.label),
    link === undefined ? '' : linkBlock(link.label, link.fallback),
    code === undefined ? '' : quiet(code.secrecy),
    quiet(ignore),
  ];
  return `<!doctype html>
<html lang="${languageTag}">
<head>
<title>${title}</title>
${head}
</head>
<body class="page" style="margin:0;padding:24px 12px;background:#f2f4f7;${font}">
<div class="card" style="max-width:480px;margin:0 auto;padding:32px;background:#ffffff;color:#1d2430;border-radius:12px">
${parts.filter((part) => part !== '').join('\n')}
</div>
</body>
</html>
`;
}

function paragraph(html: string): string {
  return `<p style="margin:0 0 16px;font-size:16px;line-height:1.5">${html}</p>`;
}

function quiet(html: string): string {
  return `<p class="quiet" style="margin:16px 0 0;font-size:13px;line-height:1.5;color:#5b6675">${html}</p>`;
}

function codeBlock(label: string): string {
  const style =
    'margin:0 0 16px;padding:16px;background:#eef1f5;color:#1d2430;border-radius:8px;font-size:28px;' +
    'font-weight:600;letter-spacing:4px;text-align:center';
  return `${paragraph(label)}\n<p class="code" style="${style}">{{code}}</p>`;
}

function linkBlock(label: string, fallback: string): string {
  const button =
    'display:inline-block;padding:12px 24px;background:#2457d6;color:#ffffff;border-radius:8px;font-size:16px;' +
    'font-weight:600;text-decoration:none';
  const address = 'color:#2457d6;word-break:break-all';
  return `<p style="margin:0 0 16px"><a href="{{link}}" style="${button}">${label}</a></p>
${quiet(`${fallback}<br><a class="address" href="{{link}}" style="${address}">{{link}}</a>`)}`;
}
