import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CreateConnectorError } from './refusal.ts';

/**
 * Formats a package as its workspace does: names of another length break lines elsewhere. Without an installed formatter,
 * it stays as it is.
 *
 * @throws {@link CreateConnectorError} when the formatter fails; the package stays
 */
export async function formatPackage(workspace: string, folder: string): Promise<void> {
  const formatter = join(workspace, 'node_modules/oxfmt/bin/oxfmt');
  if (!existsSync(formatter)) return;
  try {
    await promisify(execFile)(process.execPath, [formatter, folder], { cwd: workspace });
  } catch {
    throw new CreateConnectorError(`${folder} is written, but could not be formatted. Run: npx pnpm@12 format`);
  }
}
