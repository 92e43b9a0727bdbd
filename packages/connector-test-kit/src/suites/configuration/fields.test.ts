import { expect, it } from 'vitest';
import * as z from 'zod';
import { fieldsOf } from './fields.ts';
import { leafPaths, withValue } from './leaves.ts';

interface Group {
  name: string;
  groups?: Group[] | undefined;
}

const group: z.ZodType<Group> = z.lazy(() => z.strictObject({ name: z.string(), groups: z.array(group).optional() }));

it('finds the fields of every branch, list, record and recursion', () => {
  const guard = z.strictObject({
    sender: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('number'), number: z.string() }),
      z.strictObject({ kind: z.literal('service'), service: z.string() }),
    ]),
    templates: z.array(z.strictObject({ subject: z.string() })),
    headers: z.record(z.string(), z.strictObject({ value: z.string() })),
    group,
  });
  const paths = new Set(fieldsOf(guard).map(({ path }) => path));
  expect([...paths].toSorted()).toEqual([
    'group',
    'group.groups',
    'group.name',
    'headers',
    'headers.*.value',
    'sender',
    'sender.kind',
    'sender.number',
    'sender.service',
    'templates',
    'templates.*.subject',
  ]);
});

it('reaches every leaf of a configuration, and replaces one without touching the rest', () => {
  const config = { host: 'a', auth: { kind: 'b', ports: [1, 2] }, empty: {} };
  expect(leafPaths(config)).toEqual([['host'], ['auth', 'kind'], ['auth', 'ports', '0'], ['auth', 'ports', '1']]);
  expect(withValue(config, ['auth', 'ports', '1'], 'x')).toEqual({
    host: 'a',
    auth: { kind: 'b', ports: [1, 'x'] },
    empty: {},
  });
  expect(config.auth.ports).toEqual([1, 2]);
});
