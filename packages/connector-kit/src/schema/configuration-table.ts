import type { ConfigGuard } from '../guard.ts';
import {
  additionalSchemas,
  configJsonSchema,
  expand,
  itemSchemas,
  type JsonSchema,
  propertiesOf,
  requiredKeys,
} from './json-schema.ts';
import { codeSpan, markdownTable, prose } from './markdown.ts';
import { discriminatorOf, typeName } from './type-names.ts';

const header = ['Field', 'Type', 'Required', 'Default', 'Description'];

interface Section {
  /** Markdown above the table. */
  readonly introduction?: string;
  readonly path: string;
  readonly schema: JsonSchema;
}

/** What a walk through one section collects. */
interface Collector {
  readonly document: JsonSchema;
  readonly rows: string[][];
  /** Branches of unions met on the way; each gets a table of its own. */
  readonly branches: Section[];
  /** Schemas above the current one: a recursive schema is shown once. */
  readonly above: ReadonlySet<JsonSchema>;
}

/**
 * The Markdown table of a configuration for a README: one row for each field, and for each branch of a union of objects
 * a table of its own under a line that says when it applies. Columns are padded as formatters do.
 *
 * `auth.user` is a field of an object, `templates[].type` of each item, `headers.<name>` any name.
 */
export function configurationTable(guard: ConfigGuard): string {
  const document = configJsonSchema(guard);
  const sections = sectionsOf(document, { path: '', schema: document }, new Set());
  return sections.join('\n\n');
}

function sectionsOf(document: JsonSchema, section: Section, above: ReadonlySet<JsonSchema>): readonly string[] {
  if (above.has(section.schema)) return [];
  const collector: Collector = { document, rows: [], branches: [], above: new Set([...above, section.schema]) };
  addObjects(collector, section.path, [section.schema]);
  const table = collector.rows.length > 0 ? [markdownTable([header, ...collector.rows])] : [];
  const nested = collector.branches.flatMap((branch) => sectionsOf(document, branch, collector.above));
  return [...(section.introduction === undefined ? [] : [section.introduction]), ...table, ...nested];
}

/** Adds what lies inside an object; or the branches, where it is one of several. */
function addObjects(collector: Collector, path: string, schemas: readonly JsonSchema[]): void {
  const objects = schemas.flatMap((schema) => expand(collector.document, schema)).filter(hasFields);
  const [first, ...others] = new Set(objects);
  if (first === undefined) return;
  if (others.length === 0) return addFields(collector, path, first);
  const branches = [first, ...others];
  const discriminator = discriminatorOf(collector.document, branches);
  for (const [index, schema] of branches.entries()) {
    collector.branches.push({ path, schema, introduction: introduce(path, schema, discriminator, index) });
  }
}

function hasFields(schema: JsonSchema): boolean {
  return propertiesOf(schema).length > 0 || (schema.type === 'object' && additionalSchemas(schema).length > 0);
}

function introduce(path: string, schema: JsonSchema, discriminator: string | undefined, index: number): string {
  const subject = path === '' ? 'The configuration' : codeSpan(path);
  const property = propertiesOf(schema).find(([key]) => key === discriminator)?.[1];
  const condition =
    discriminator === undefined || property === undefined
      ? `, form ${index + 1}`
      : ` when ${codeSpan(discriminator)} is ${typeName(property, [property])}`;
  const text = [schema.title, schema.description].filter((part) => typeof part === 'string' && part !== '').join('. ');
  return `**${subject}${condition}**${text === '' ? '' : `: ${prose(text)}`}`;
}

function addFields(collector: Collector, path: string, schema: JsonSchema): void {
  if (collector.above.has(schema) && collector.rows.length > 0) return;
  const inner = { ...collector, above: new Set([...collector.above, schema]) };
  const required = new Set(requiredKeys(schema));
  for (const [key, property] of propertiesOf(schema)) {
    addField(inner, path === '' ? key : `${path}.${key}`, property, required.has(key));
  }
  for (const property of additionalSchemas(schema))
    addField(inner, path === '' ? '<name>' : `${path}.<name>`, property, false);
}

function addField(collector: Collector, path: string, property: JsonSchema, isRequired: boolean): void {
  const schemas = expand(collector.document, property);
  const defaultValue = property.default === undefined ? '' : codeSpan(JSON.stringify(property.default));
  collector.rows.push([
    codeSpan(path),
    typeName(collector.document, schemas),
    isRequired ? 'yes' : 'no',
    defaultValue,
    describe(schemas),
  ]);
  addObjects(collector, path, [property]);
  addObjects(collector, `${path}[]`, schemas.flatMap(itemSchemas));
}

function describe(schemas: readonly JsonSchema[]): string {
  const owner = schemas.find(({ description, title }) => typeof (description ?? title) === 'string');
  const text = owner?.description ?? owner?.title;
  const example = schemas.flatMap(({ examples }): unknown[] => (Array.isArray(examples) ? examples : []))[0];
  const parts = [
    schemas.some((schema) => schema.secret === true) ? '**Secret.**' : '',
    typeof text === 'string' ? ended(prose(text)) : '',
    typeof example === 'string' || typeof example === 'number' ? `Example: ${codeSpan(String(example))}` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function ended(text: string): string {
  return text === '' || /[.!?:]$/.test(text) ? text : `${text}.`;
}
