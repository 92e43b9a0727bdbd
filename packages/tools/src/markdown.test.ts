import { describe, expect, it } from 'vitest';
import { codeBlocks, replaceSection } from './markdown.ts';

describe('codeBlocks', () => {
  it('finds language, line and code', () => {
    const text = '# Title\n\n```ts\nconst a = 1;\n```\n\ntext\n\n~~~json title="x"\n{}\n~~~\n';
    expect(codeBlocks(text)).toEqual([
      { language: 'ts', line: 4, code: 'const a = 1;\n' },
      { language: 'json', line: 10, code: '{}\n' },
    ]);
  });

  it('takes the indentation of a list away, and not more than there is', () => {
    expect(codeBlocks('1. First\n\n   ```ts\n   if (a) {\n     b();\n   }\n\n   ```\n')).toEqual([
      { language: 'ts', line: 4, code: 'if (a) {\n  b();\n}\n\n' },
    ]);
  });

  it('keeps a shorter fence inside of a longer one', () => {
    expect(codeBlocks('````md\n```ts\nx\n```\n````\n')).toEqual([{ language: 'md', line: 2, code: '```ts\nx\n```\n' }]);
  });

  it('refuses a block that is not closed', () => {
    expect(() => codeBlocks('text\n```ts\nx\n')).toThrow('line 3');
  });
});

describe('replaceSection', () => {
  it('replaces the text between the markers, without reading `$&` in it', () => {
    expect(replaceSection('a\n<!-- t -->old<!-- /t -->\nb', 't', '$& new\n')).toBe(
      'a\n<!-- t -->\n\n$& new\n\n<!-- /t -->\nb',
    );
  });

  it.each(['', '<!-- t -->', '<!-- /t --><!-- t -->', '<!-- t --><!-- /t --><!-- t --><!-- /t -->'])(
    'refuses %j',
    (markdown) => {
      expect(() => replaceSection(markdown, 't', 'x')).toThrow('Exactly one <!-- t -->');
    },
  );
});
