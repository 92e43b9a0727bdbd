/** A part of a JSON Schema as the document has it. */
export type Schema = Readonly<Record<string, unknown>>;

/** Makes a text safe between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Paragraphs and `code`, of texts of our own. */
export function prose(text: unknown): string {
  if (typeof text !== 'string') return '';
  const paragraphs = escapeHtml(text)
    .replaceAll(/`([^`]+)`/g, '<code>$1</code>')
    .split('\n\n');
  return paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('');
}

/** A schema's type in words, with links to the schemas that it names. */
export function typeHtml(schema: Schema): string {
  const { $ref, type, items, enum: values, const: value, anyOf, pattern } = schema;
  if (typeof $ref === 'string') {
    const name = escapeHtml($ref.split('/').at(-1) ?? '');
    return `<a href="#schema-${name}">${name}</a>`;
  }
  if (Array.isArray(values)) return values.map(literal).join(' or ');
  if (value !== undefined) return literal(value);
  if (Array.isArray(anyOf)) return anyOf.filter(isSchema).map(typeHtml).join(' or ');
  if (type === 'array' && isSchema(items)) return `list of ${typeHtml(items)}`;
  if (typeof type !== 'string') return 'anything';
  return typeof pattern === 'string' ? `${type} <code class="pattern">${escapeHtml(pattern)}</code>` : type;
}

/** The properties of an object as a list; whatever is no object, as its type. */
export function propertiesHtml(schema: Schema): string {
  const { properties, required, items } = schema;
  if (schema.type === 'array' && isSchema(items) && isSchema(items.properties)) {
    return `<p>A list; each is:</p>${propertiesHtml(items)}`;
  }
  if (!isSchema(properties)) return `<p>${typeHtml(schema)}</p>`;
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  const rows = Object.entries(properties).map(([name, property]) => {
    const part = isSchema(property) ? property : {};
    const inner = innerObject(part);
    return `<dt><code>${escapeHtml(name)}</code> <span class="type">${typeHtml(part)}</span>${isRequired(name) ? '' : ' <span class="optional">optional</span>'}</dt>
<dd>${prose(part.description)}${inner ? propertiesHtml(inner) : ''}</dd>`;
  });
  return `<dl>${rows.join('\n')}</dl>`;
}

function innerObject(schema: Schema): Schema | undefined {
  if (isSchema(schema.properties)) return schema;
  if (isSchema(schema.items) && isSchema(schema.items.properties)) return schema.items;
  return undefined;
}

function literal(value: unknown): string {
  return `<code>${escapeHtml(JSON.stringify(value))}</code>`;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
