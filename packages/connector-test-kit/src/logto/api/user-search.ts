import type { LogtoUser } from '../tenant/model.ts';
import { LogtoRefusal } from '../tenant/refusal.ts';
import type { UserFilter } from '../tenant/user-table.ts';

const searchFields = ['id', 'primaryEmail', 'primaryPhone', 'username', 'name'] as const;

type SearchField = (typeof searchFields)[number];
type Test = (value: string) => boolean;

/**
 * The search parameters of `GET /api/users`: `search.<field>` with `mode.<field>` (`like` unless told, `exact`, `posix`),
 * or `search` for every field; several are joined by `or` unless `joint=and`. Case matters only with
 * `isCaseSensitive=true`.
 *
 * @throws LogtoRefusal 400 `request.invalid_input`
 */
export function parseUserSearch(parameters: URLSearchParams): UserFilter | undefined {
  const names = new Set([...parameters.keys()].filter((name) => /^search(\.|$)/.test(name)));
  if (names.size === 0) return undefined;
  const caseSensitive = parameters.get('isCaseSensitive') === 'true';
  const all = parameters.get('joint') === 'and';
  const tests = [...names].map((name) => fieldTest(parameters, name, caseSensitive));
  const idPrefix = names.size === 1 ? plainIdPrefix(parameters) : undefined;
  return {
    text: parameters.toString().replaceAll(/(^|&)page(_size)?=[^&]*/g, ''),
    matches: (user) => (all ? tests.every((test) => test(user)) : tests.some((test) => test(user))),
    ...(idPrefix === undefined ? {} : { idPrefix }),
  };
}

function fieldTest(parameters: URLSearchParams, name: string, caseSensitive: boolean): (user: LogtoUser) => boolean {
  const [, suffix] = name.split('.');
  const fields = suffix === undefined ? searchFields : searchFields.filter((field) => field === suffix);
  if (fields.length === 0) throw invalidInput(`Searching in ${name} is not possible.`);
  const mode = parameters.get(`mode${suffix === undefined ? '' : `.${suffix}`}`) ?? parameters.get('mode') ?? 'like';
  const test = valueTest(mode, parameters.getAll(name), caseSensitive);
  return (user) => fields.some((field: SearchField) => test(user[field] ?? '') && user[field] !== null);
}

function valueTest(mode: string, values: readonly string[], caseSensitive: boolean): Test {
  const folded = (value: string): string => (caseSensitive ? value : value.toLowerCase());
  const [first = ''] = values;
  if (values.includes('')) throw invalidInput('The search value cannot be empty.');
  if (mode === 'exact') return (value) => values.some((wanted) => folded(wanted) === folded(value));
  if (values.length !== 1) throw invalidInput('Only one search value is allowed unless the mode is exact.');
  if (mode !== 'posix' && mode !== 'like') throw invalidInput(`The search mode ${mode} is not known.`);
  const pattern = regularExpression(mode === 'posix' ? first : likePattern(first), caseSensitive);
  return (value) => pattern.test(value);
}

/** `%` is any text, `_` any character, and a backslash takes that meaning away. */
const likePattern = (like: string): string =>
  `^${like.replaceAll(/\\(.)|[^]/g, (part, escaped: string | undefined) => {
    if (part === '%') return '[^]*';
    if (part === '_') return '[^]';
    return (escaped ?? part).replace(/[\\^$.*+?()[\]{}|]/, String.raw`\$&`);
  })}$`;

function regularExpression(source: string, caseSensitive: boolean): RegExp {
  try {
    return new RegExp(source, caseSensitive ? '' : 'i');
  } catch {
    throw invalidInput('The search value is no regular expression.');
  }
}

/** Of `search.id=^ab` with `mode.id=posix`: `ab`. */
function plainIdPrefix(parameters: URLSearchParams): string | undefined {
  if ((parameters.get('mode.id') ?? parameters.get('mode')) !== 'posix') return undefined;
  return /^\^([0-9A-Za-z-]+)$/.exec(parameters.get('search.id') ?? '')?.[1]?.toLowerCase();
}

const invalidInput = (message: string): LogtoRefusal => new LogtoRefusal(400, 'request.invalid_input', message);
