import type { ConfigGuard, GuardIssue } from './guard.ts';
import { closestKey, isIdentifier } from './identifiers.ts';
import { type Expected, listOf, problemOf, typeInWords, typeOf } from './issue-problems.ts';
import { flattenIssues, type StructuralIssue } from './issue-tree.ts';
import { childSchemas, configJsonSchema, expand, type JsonSchema, propertiesOf } from './schema/json-schema.ts';
import { constantsOf } from './schema/type-names.ts';
import { readAt, readKey } from './safe-read.ts';

/** One wrong field of a configuration. Holds nothing of the value. */
export interface ConfigIssue {
  /** `auth.password`, `templates[0].subject`; empty for the configuration itself. */
  readonly path: string;
  /** What is wrong, as the end of a sentence that begins with the field: `is missing`. */
  readonly problem: string;
  /** How to mend it. */
  readonly fix?: string;
}

/** More than anyone mends in one go. */
const maximumIssues = 100;

/**
 * Says in plain English what a guard found: one entry for each wrong field, with what was expected and how to mend it,
 * read from the guard's JSON Schema. A value of the input is never repeated; a key only when it looks like a name.
 *
 * @param value what was checked; may be anything, also an object whose properties throw
 */
export function describeIssues(
  guard: ConfigGuard,
  value: unknown,
  issues: readonly GuardIssue[],
): readonly ConfigIssue[] {
  const document = schemaOrNothing(guard);
  const described = new Map<string, ConfigIssue>();
  for (const issue of flattenIssues(issues)) {
    for (const result of describeIssue(document, value, issue)) {
      described.set(`${result.path}\n${result.problem}`, result);
      if (described.size >= maximumIssues) return [...described.values()];
    }
  }
  return [...described.values()];
}

/** A configuration must be explained even by a guard that cannot describe itself. */
function schemaOrNothing(guard: ConfigGuard): JsonSchema {
  try {
    return configJsonSchema(guard);
  } catch {
    return {};
  }
}

function describeIssue(document: JsonSchema, value: unknown, issue: StructuralIssue): readonly ConfigIssue[] {
  const schemas = schemasAt(document, value, issue.path);
  if (issue.code === 'unrecognized_keys') return describeUnknownKeys(schemas, issue);
  const path = showPath(issue.path);
  const found = readAt(value, issue.path);
  const expected = expectedOf(schemas);
  const hints = hintsOf(schemas);
  if (!found.readable || found.value !== undefined) {
    const problem = problemOf(issue, found.readable ? typeOf(found.value) : undefined, expected);
    return [{ path, problem, ...withFix(hints) }];
  }
  const wanted = expected.constants.length > 0 ? listOf(expected.constants) : expected.types.join(' or ');
  return [{ path, problem: 'is missing', ...withFix([wanted === '' ? '' : `expected ${wanted}`, ...hints]) }];
}

function expectedOf(schemas: readonly JsonSchema[]): Expected {
  const isOpen = schemas.some((schema) => schema.type !== undefined && constantsOf(schema).length === 0);
  const types = schemas.flatMap(({ type }): unknown[] => (Array.isArray(type) ? type : [type]));
  return {
    types: [...new Set(types.filter((type) => typeof type === 'string').map(typeInWords))],
    constants: isOpen ? [] : schemas.flatMap(constantsOf),
  };
}

function describeUnknownKeys(schemas: readonly JsonSchema[], issue: StructuralIssue): readonly ConfigIssue[] {
  const known = [...new Set(schemas.flatMap((schema) => propertiesOf(schema).map(([key]) => key)))];
  const list = known.length > 0 ? `known here: ${known.join(', ')}` : 'no field is known here';
  return issue.keys.map((key) => {
    const path = showPath([...issue.path, key]);
    if (!isIdentifier(key)) return { path, problem: 'has a name that is not known', fix: list };
    const closest = closestKey(key, known);
    const fix = closest === undefined ? list : `did you mean ${closest}?`;
    return { path, problem: 'is not a known field', fix };
  });
}

/** The schemas of the value at `path`; of a union, those branches that the value has chosen. */
function schemasAt(document: JsonSchema, value: unknown, path: readonly PropertyKey[]): readonly JsonSchema[] {
  let schemas = chosenBranches(document, expand(document, document), value);
  for (const [index, segment] of path.entries()) {
    const found = readAt(value, path.slice(0, index + 1));
    const children = childSchemas(document, schemas, String(segment));
    schemas = found.readable ? chosenBranches(document, children, found.value) : children;
  }
  return schemas;
}

function chosenBranches(document: JsonSchema, schemas: readonly JsonSchema[], value: unknown): readonly JsonSchema[] {
  const chosen = schemas.filter((schema) =>
    propertiesOf(schema).every(([key, property]) => {
      const constants = expand(document, property).flatMap(constantsOf);
      const found = readKey(value, key);
      return constants.length === 0 || !found.readable || found.value === undefined || constants.includes(found.value);
    }),
  );
  const choosesAnObject = chosen.some((schema) => propertiesOf(schema).length > 0);
  return choosesAnObject ? chosen : schemas;
}

/** What the guard's author says of the field. */
function hintsOf(schemas: readonly JsonSchema[]): readonly string[] {
  const owner = schemas.find(({ description, title }) => typeof (description ?? title) === 'string');
  const text = owner?.description ?? owner?.title;
  const example = schemas.flatMap(({ examples }): unknown[] => (Array.isArray(examples) ? examples : []))[0];
  return [
    typeof text === 'string' ? text.replace(/\.$/, '') : '',
    example === undefined ? '' : `for example ${JSON.stringify(example)}`,
  ];
}

function withFix(parts: readonly string[]): { fix?: string } {
  const fix = parts.filter((part) => part !== '').join('; ');
  return fix === '' ? {} : { fix };
}

/** `auth.password`, `templates[0].subject`; keys that do not look like names are not shown. */
function showPath(path: readonly PropertyKey[]): string {
  return path
    .map((segment, index) => {
      if (typeof segment === 'number') return `[${segment}]`;
      const key = typeof segment === 'string' && isIdentifier(segment) ? segment : '(another key)';
      return index === 0 ? key : `.${key}`;
    })
    .join('');
}
