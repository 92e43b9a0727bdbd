/** A fenced code block of a Markdown text. */
export interface CodeBlock {
  /** The first word after the fence. */
  language: string;
  /** Number of the block's first line of code in the text; the first line of the text is 1. */
  line: number;
  code: string;
}

/** The fenced code blocks of a Markdown text (CommonMark §4.5). */
export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { block: CodeBlock; fence: string; indent: number; lines: string[] } | undefined;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const {
      indent = '',
      fence = '',
      info = '',
    } = /^(?<indent> *)(?<fence>`{3,}|~{3,})(?<info>.*)$/.exec(text)?.groups ?? {};
    if (open === undefined) {
      if (fence === '') continue;
      const block = { language: info.trim().split(/\s/)[0] ?? '', line: index + 2, code: '' };
      open = { block, fence, indent: indent.length, lines: [] };
    } else if (fence.startsWith(open.fence) && info.trim() === '') {
      blocks.push({ ...open.block, code: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      open.lines.push(text.slice(Math.min(open.indent, text.length - text.trimStart().length)));
    }
  }
  if (open !== undefined) throw new Error(`The code block above line ${open.block.line} is not closed.`);
  return blocks;
}

/**
 * Replaces what stands between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws when the text does not have exactly one such pair
 */
export function replaceSection(markdown: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [before, middle, ...more] = markdown.split(start);
  const [, after, ...rest] = middle?.split(end) ?? [];
  if (before === undefined || after === undefined || more.length > 0 || rest.length > 0 || before.includes(end)) {
    throw new Error(`Exactly one ${start} is needed, followed by exactly one ${end}.`);
  }
  return `${before}${start}\n\n${content.trim()}\n\n${end}${after}`;
}
