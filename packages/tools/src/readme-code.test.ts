import { describe, expect, it } from 'vitest';
import { checkReadmeCode, workspaceMarkdown } from './readme-code.ts';

const markdown = (code: string) => `# Title\n\n\`\`\`ts\n${code}\n\`\`\`\n`;

describe('code in READMEs', { concurrent: true }, () => {
  it('compiles', { timeout: 60_000 }, async () => {
    const files = workspaceMarkdown();
    expect(files.map(({ path }) => path)).toContain('README.md');
    const { blocks, errors } = await checkReadmeCode(files);
    expect(errors).toEqual([]);
    expect(blocks).toBeGreaterThan(0);
  });

  it('is reported with file and line when it does not compile', async () => {
    const { errors } = await checkReadmeCode([
      { path: 'GOOD.md', text: markdown(`import { Hono } from 'hono';\nexport default new Hono();`) },
      { path: 'BAD.md', text: markdown(`const text: string = 'a';\nconst wrong: number = text;`) },
      { path: 'MISSING.md', text: markdown(`import { missing } from 'hono';\nmissing();`) },
    ]);
    expect(errors).toEqual([
      expect.stringMatching(/^BAD\.md:5: error TS2322/),
      expect.stringMatching(/^MISSING\.md:4: error TS2305/),
    ]);
  });
});
