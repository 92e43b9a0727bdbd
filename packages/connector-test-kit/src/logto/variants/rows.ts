import type { ListTrick } from './variant.ts';

type Fields = Record<string, unknown>;

const first = (description: string, change: (row: Fields) => unknown): ListTrick => ({
  description: `The first row of each page ${description}`,
  rows: ([row, ...others]) => (row === undefined ? [] : [change({ ...row }), ...others]),
});

const id = (description: string, value: unknown): ListTrick =>
  first(`has ${description} as its id.`, (row) => ({ ...row, id: value }));

/** What the rows of a page say. */
export const rowTricks = {
  'row-repeated': {
    description: 'The first row of each page comes twice.',
    rows: (rows) => [...rows.slice(0, 1), ...rows],
  },
  'row-repeated-otherwise': {
    description: 'The first row of each page comes twice, the second time with another name.',
    rows: (rows) => [...rows, ...rows.slice(0, 1).map((row) => ({ ...asFields(row), name: 'Somebody else' }))],
  },
  'row-lost': {
    description: 'The first row of the first page is left out.',
    rows: (rows, { page }) => (page === 1 ? rows.slice(1) : rows),
  },
  'row-null': first('is null.', () => null),
  'row-text': first('is a text.', () => 'row'),
  'row-list': first('is a list.', () => []),
  'row-id-missing': first('has no id.', ({ id: _id, ...row }) => row),
  'row-id-null': id('null', null),
  'row-id-empty': id('an empty text', ''),
  'row-id-number': id('a number', 42),
  'row-id-object': id('an object', { value: 'x' }),
  'row-id-very-long': id('2,000 characters', 'x'.repeat(2_000)),
  'row-id-odd': id('colons, slashes, quotes and an escape code', `a:b/../c?d#e'"%\u001B[31m`),
  'row-id-prototype': id('`__proto__`', '__proto__'),
  'rows-bare': {
    description: 'Rows have their id and nothing else.',
    rows: (rows) => rows.map((row) => ({ id: asFields(row).id })),
  },
  'rows-extended': {
    description: 'Rows have fields that nobody has heard of. Allowed.',
    rows: (rows) => rows.map((row) => ({ ...asFields(row), somethingNew: { since: '1.99', list: [1, null] } })),
  },
  'rows-mistyped': {
    description: 'Names are numbers, times are texts, flags are texts, lists are null.',
    rows: (rows) => rows.map((row) => mistyped(asFields(row))),
  },
} as const satisfies Record<string, ListTrick>;

const asFields = (row: unknown): Fields => ({ ...(typeof row === 'object' ? row : {}) });

function mistyped(row: Fields): Fields {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (name === 'id') return [name, value];
      if (typeof value === 'string') return [name, 7];
      if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)];
      return [name, Array.isArray(value) ? null : value];
    }),
  );
}
