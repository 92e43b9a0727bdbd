import { createHash } from 'node:crypto';
import { docsStyle } from './docs-style.ts';
import { escapeHtml, isSchema, propertiesHtml, prose, typeHtml } from './docs-schema.ts';
import type { OpenApiDocument, Operation } from './openapi.ts';

/** The document as a page. */
export interface DocsPage {
  readonly html: string;
  /** Allows its one style sheet, by its hash, and nothing else. */
  readonly contentSecurityPolicy: string;
}

interface Entry {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Renders the document as one page without scripts. */
export function createDocsPage(document: OpenApiDocument): DocsPage {
  const hash = createHash('sha256').update(docsStyle).digest('base64');
  const entries = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): Entry => ({ method, path, operation })),
  );
  const sections = document.tags.map(({ name }) => sectionHtml(name, entries));
  const schemas = Object.entries(document.components.schemas).map(
    ([name, schema]) => `<section class="schema" id="schema-${escapeHtml(name)}">
<h3><a href="#schema-${escapeHtml(name)}">${escapeHtml(name)}</a></h3>
${isSchema(schema) ? propertiesHtml(schema) : ''}
</section>`,
  );
  const { title, version, description } = document.info;
  return {
    contentSecurityPolicy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${docsStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the operations</a>
<header>
<h1>${escapeHtml(title)} <span class="version">${escapeHtml(version)}</span></h1>
${prose(description)}
<p>Base <code>${escapeHtml(document.servers[0]?.url ?? '')}</code> · <a href="openapi.json">openapi.json</a></p>
</header>
<div class="columns">
<nav aria-label="Operations">
${document.tags.map(({ name }) => navigationHtml(name, entries)).join('\n')}
<h2><a href="#schemas">Schemas</a></h2>
</nav>
<main id="content">
${sections.join('\n')}
<h2 id="schemas">Schemas</h2>
${schemas.join('\n')}
</main>
</div>
</body>
</html>
`,
  };
}

function navigationHtml(tag: string, entries: readonly Entry[]): string {
  const links = withTag(tag, entries).map(
    ({ operation }) => `<li><a href="#${operation.operationId}">${escapeHtml(operation.summary)}</a></li>`,
  );
  return `<h2>${escapeHtml(tag)}</h2>\n<ul>${links.join('')}</ul>`;
}

function sectionHtml(tag: string, entries: readonly Entry[]): string {
  return `<h2>${escapeHtml(tag)}</h2>\n${withTag(tag, entries).map(operationHtml).join('\n')}`;
}

function withTag(tag: string, entries: readonly Entry[]): readonly Entry[] {
  return entries.filter(({ operation }) => operation.tags.includes(tag));
}

function operationHtml({ method, path, operation }: Entry): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, response]) => {
    const types = contentHtml(response);
    return `<dt><code>${escapeHtml(status === 'default' ? 'else' : status)}</code> <span class="type">${types}</span></dt><dd>${prose(response.description)}</dd>`;
  });
  const given = parameters.map(
    (one) =>
      `<dt><code>${escapeHtml(String(one.name))}</code> <span class="type">${escapeHtml(String(one.in))} ${isSchema(one.schema) ? typeHtml(one.schema) : ''}</span></dt><dd>${prose(one.description)}</dd>`,
  );
  return `<article id="${operationId}">
<h3><a href="#${operationId}">${escapeHtml(summary)}</a></h3>
<p class="endpoint"><span class="method ${method}">${method.toUpperCase()}</span> <code>${escapeHtml(path)}</code></p>
${prose(description)}
${given.length > 0 ? `<h4>Parameters</h4><dl>${given.join('')}</dl>` : ''}
${requestBody ? `<h4>Body</h4><p>${contentHtml(requestBody)}</p>` : ''}
<h4>Answers</h4><dl>${answers.join('')}</dl>
</article>`;
}

function contentHtml({ content }: Readonly<Record<string, unknown>>): string {
  if (!isSchema(content)) return '';
  const parts = Object.entries(content).map(([mediaType, media]) => {
    const schema = isSchema(media) && isSchema(media.schema) ? typeHtml(media.schema) : '';
    return `${schema}${mediaType === 'application/json' ? '' : ` <span class="media">${escapeHtml(mediaType)}</span>`}`;
  });
  return parts.join(', ');
}
