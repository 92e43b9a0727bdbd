import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseConnectorModule } from '@jackfield/connector-kit';
import { configurationTable, templateFromGuard } from '@jackfield/connector-kit/schema';
import { formatText } from './format.ts';
import { replaceSection } from './markdown.ts';
import { isConnector, workspacePackages, workspaceRoot } from './workspace.ts';

export interface GeneratedFile {
  /** Relative to the root of the workspace. */
  path: string;
  text: string;
  /** Whether the file on disk holds this text. */
  current: boolean;
}

/** What the connectors' guards say that `config-template.json` and `README.md` have to be. */
export async function generatedFiles(): Promise<GeneratedFile[]> {
  const files = workspacePackages()
    .filter(isConnector)
    .map(({ folder }) => filesOfConnector(folder));
  return (await Promise.all(files)).flat();
}

async function filesOfConnector(folder: string): Promise<GeneratedFile[]> {
  const templatePath = join(folder, 'config-template.json');
  const readmePath = join(folder, 'README.md');
  // A connector's module imports its template: without one it could not be loaded to make the first.
  if (!existsSync(templatePath)) writeFileSync(templatePath, '{}\n');
  const exports: unknown = await import(pathToFileURL(join(folder, 'src/index.ts')).href);
  const { configGuard } = parseConnectorModule(exports);
  const template = await formatText(templatePath, JSON.stringify(templateFromGuard(configGuard), null, 2));
  const sections = { configuration: configurationTable(configGuard), template: `\`\`\`json\n${template}\`\`\`` };
  let readme = readFileSync(readmePath, 'utf8');
  for (const [name, content] of Object.entries(sections)) {
    try {
      readme = replaceSection(readme, name, content);
    } catch (error) {
      throw new Error(`${relative(workspaceRoot, readmePath)} cannot be generated.`, { cause: error });
    }
  }
  return [generatedFile(templatePath, template), generatedFile(readmePath, await formatText(readmePath, readme))];
}

function generatedFile(path: string, text: string): GeneratedFile {
  return { path: relative(workspaceRoot, path), text, current: readFileSync(path, 'utf8') === text };
}
