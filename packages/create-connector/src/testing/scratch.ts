import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runNode } from './run-command.ts';

/** The workspace that these sources are part of. */
export const workspaceRoot = fileURLToPath(new URL('../../../../', import.meta.url));

/** In the order in which they are built. */
const kits = ['connector-kit', 'egress', 'connector-test-kit', 'oauth-kit'];

/** A workspace with nothing but the kits, and a folder of a stranger who has installed them. */
export interface Scratch {
  readonly workspace: string;
  readonly outside: string;
  remove(): Promise<void>;
}

/** Copies and builds the kits, so that connectors can be generated beside them and away from them. */
export async function createScratch(): Promise<Scratch> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'jackfield-create-')));
  const [workspace, outside] = [join(folder, 'workspace'), join(folder, 'outside')];
  await Promise.all([makeWorkspace(workspace), linkThirdParties(outside)]);
  for (const kit of kits)
    await runNode('typescript/bin/tsc', ['-p', 'tsconfig.build.json'], join(workspace, 'packages', kit));
  for (const kit of kits) await install(join(workspace, 'packages', kit), outside);
  return { workspace, outside, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function makeWorkspace(workspace: string): Promise<void> {
  await linkThirdParties(workspace);
  const files = [
    'package.json',
    'tsconfig.base.json',
    'vitest.config.ts',
    '.oxfmtrc.json',
    'packages/tools/src/clean.ts',
  ];
  const parts = kits.flatMap((kit) =>
    ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'src'].map((part) => `packages/${kit}/${part}`),
  );
  for (const path of [...files, ...parts])
    await cp(join(workspaceRoot, path), join(workspace, path), { recursive: true });
  for (const kit of kits) await link(join(workspace, 'packages', kit), join(workspace, 'node_modules/@jackfield', kit));
}

/** What the kits and this package depend on, from the registry. */
async function linkThirdParties(folder: string): Promise<void> {
  const owners = ['node_modules', ...[...kits, 'create-connector'].map((name) => `packages/${name}/node_modules`)];
  for (const owner of owners) {
    for (const path of globSync(['*', '@*/*'], { cwd: join(workspaceRoot, owner) })) {
      const isPackage = path.startsWith('@') === path.includes('/') && !path.startsWith('@jackfield');
      const place = join(folder, 'node_modules', path);
      if (isPackage && !existsSync(place)) await link(await realpath(join(workspaceRoot, owner, path)), place);
    }
  }
}

async function link(target: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await symlink(target, place);
}

/** Puts a built package where npm would, in the form in which it is published. */
async function install(kit: string, folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(kit, 'package.json'), 'utf8'));
  const place = join(folder, 'node_modules', manifest.name);
  await cp(join(kit, 'dist'), join(place, 'dist'), { recursive: true });
  await writeFile(
    join(place, 'package.json'),
    JSON.stringify({ ...manifest, exports: manifest.publishConfig.exports }),
  );
}
