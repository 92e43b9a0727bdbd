import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeBlocks } from './markdown.ts';
import { typeErrors } from './type-errors.ts';
import { workspacePackages, workspaceRoot } from './workspace.ts';

export interface MarkdownFile {
  /** As messages name it. */
  path: string;
  text: string;
}

const dependencies = fileURLToPath(new URL('../node_modules/', import.meta.url));

const compilerOptions = {
  allowImportingTsExtensions: true,
  rewriteRelativeImportExtensions: false,
  declaration: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  // What express and others declare is theirs to mend.
  skipLibCheck: true,
};

/** The Markdown files at the workspace's root, and the README of every package. */
export function workspaceMarkdown(): MarkdownFile[] {
  const folders = workspacePackages().map(({ folder }) => folder);
  const paths = [
    ...readdirSync(workspaceRoot)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(workspaceRoot, name)),
    ...folders.flatMap((folder) => (readdirSync(folder).includes('README.md') ? [join(folder, 'README.md')] : [])),
  ];
  return paths.map((path) => ({ path: relative(workspaceRoot, path), text: readFileSync(path, 'utf8') }));
}

/**
 * Type-checks every `ts` block, each as a module of its own, against the packages' sources.
 *
 * @returns one message per error: `README.md:12: error TS…`
 */
export async function checkReadmeCode(files: readonly MarkdownFile[]): Promise<{ blocks: number; errors: string[] }> {
  // Inside of this package's `node_modules`, so that the blocks' imports are resolved as this package's own would be.
  const folder = mkdtempSync(join(dependencies, '.readme-code-'));
  try {
    const blocks = files.flatMap(({ path, text }) =>
      codeBlocks(text)
        .filter(({ language }) => ['ts', 'typescript'].includes(language))
        .map(({ line, code }) => ({ path, line, code })),
    );
    if (blocks.length === 0) return { blocks: 0, errors: [] };
    for (const [index, block] of blocks.entries()) writeFileSync(join(folder, fileName(index)), block.code);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    const errors = await typeErrors(folder, {
      extends: join(workspaceRoot, 'tsconfig.base.json'),
      compilerOptions,
      files: blocks.map((_, index) => fileName(index)),
    });
    return {
      blocks: blocks.length,
      errors: errors.map(({ file, line, message, text }) => {
        const block = blocks.find((_, index) => fileName(index) === file);
        return block === undefined ? text : `${block.path}:${block.line + line - 1}: ${message}`;
      }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fileName = (index: number): string => `block-${index}.ts`;
