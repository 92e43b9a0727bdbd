import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { configurationTable } from './index.ts';

/** The cells of one row, by the field in its first column. */
function rowOf(markdown: string, field: string): readonly string[] | undefined {
  const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
  const cells = rows.map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
  return cells.find(([first]) => first === `\`${field}\``)?.slice(1);
}

describe('configurationTable', () => {
  it('is padded Markdown, a table for each branch of a union', () => {
    const guard = z.strictObject({
      host: z.string().meta({ title: 'Host', description: 'The mail server', examples: ['mail.example.com'] }),
      port: z.int().default(587).meta({ title: 'Port' }),
      auth: z
        .discriminatedUnion('kind', [
          z
            .strictObject({ kind: z.literal('login'), password: z.string().meta({ title: 'Password', secret: true }) })
            .meta({ title: 'Login', description: 'User and password.' }),
          z.strictObject({ kind: z.literal('none') }),
        ])
        .meta({ title: 'Authentication' }),
    });
    expect(configurationTable(guard)).toBe(
      `
| Field  | Type              | Required | Default | Description                                  |
| ------ | ----------------- | -------- | ------- | -------------------------------------------- |
| \`host\` | string            | yes      |         | The mail server. Example: \`mail.example.com\` |
| \`port\` | integer           | no       | \`587\`   | Port.                                        |
| \`auth\` | object, by \`kind\` | yes      |         | Authentication.                              |

**\`auth\` when \`kind\` is \`"login"\`**: Login. User and password.

| Field           | Type      | Required | Default | Description           |
| --------------- | --------- | -------- | ------- | --------------------- |
| \`auth.kind\`     | \`"login"\` | yes      |         |                       |
| \`auth.password\` | string    | yes      |         | **Secret.** Password. |

**\`auth\` when \`kind\` is \`"none"\`**

| Field       | Type     | Required | Default | Description |
| ----------- | -------- | -------- | ------- | ----------- |
| \`auth.kind\` | \`"none"\` | yes      |         |             |
`.trim(),
    );
  });

  it('shows objects, lists, records and choices', () => {
    const table = configurationTable(
      z.strictObject({
        from: z.strictObject({ address: z.email(), name: z.string().optional() }),
        templates: z.array(z.strictObject({ type: z.enum(['a', 'b']) })).default([]),
        headers: z.record(z.string(), z.string().meta({ description: 'Its value.' })).optional(),
        tags: z.array(z.string()).nullable(),
        url: z.url().optional(),
        anything: z.unknown(),
      }),
    );
    expect(rowOf(table, 'from')).toEqual(['object', 'yes', '', '']);
    expect(rowOf(table, 'from.address')).toEqual(['e-mail address', 'yes', '', '']);
    expect(rowOf(table, 'from.name')).toEqual(['string', 'no', '', '']);
    expect(rowOf(table, 'templates')).toEqual(['list of object', 'no', '`[]`', '']);
    expect(rowOf(table, 'templates[].type')).toEqual(['`"a"` or `"b"`', 'yes', '', '']);
    expect(rowOf(table, 'headers.<name>')).toEqual(['string', 'no', '', 'Its value.']);
    expect(rowOf(table, 'tags')).toEqual(['list of string or null', 'yes', '', '']);
    expect(rowOf(table, 'url')).toEqual(['URL', 'no', '', '']);
    expect(rowOf(table, 'anything')?.[0]).toBe('any');
  });

  it('shows a union that is the whole configuration, and one without discriminator', () => {
    const whole = z.union([z.strictObject({ one: z.string() }), z.strictObject({ two: z.string() })]);
    const table = configurationTable(whole);
    expect(table).toContain('**The configuration, form 1**');
    expect(table).toContain('**The configuration, form 2**');
    expect(rowOf(table, 'two')).toEqual(['string', 'yes', '', '']);
  });

  it('shows a recursive part once', () => {
    interface Tree {
      children: Tree[];
    }
    const tree: z.ZodType<Tree> = z.lazy(() => z.strictObject({ children: z.array(tree) }));
    const table = configurationTable(z.strictObject({ tree }));
    expect(rowOf(table, 'tree.children')).toEqual(['list of object', 'yes', '', '']);
    expect(table.split('\n').length).toBeLessThan(10);
  });

  it('keeps pipes, line breaks, backticks and markup from breaking the table', () => {
    const table = configurationTable(
      z.strictObject({
        odd: z
          .string()
          .default('a|b`c')
          .meta({ description: 'one | two\n\nthree <script> `<tenant>`', examples: ['`x`'] }),
        wide: z.string().meta({ description: '日本語' }),
      }),
    );
    const [, , odd, wide] = table.split('\n');
    expect(odd).toContain('``"a\\|b`c"``');
    expect(odd).toContain('one \\| two three &lt;script> `<tenant>`. Example: `` `x` ``');
    expect(table.split('\n')).toHaveLength(4);
    const columns = (line = '') => line.replaceAll(/[\u3040-\u9FFF]/g, 'xx').length;
    expect(columns(wide)).toBe(columns(odd));
  });
});
