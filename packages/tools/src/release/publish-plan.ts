import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { type Tarball, unpackTarball } from '../tarballs/pack.ts';
import { workspacePackages } from '../workspace.ts';

const releaseGuard = z.looseObject({
  /** `publish`, or a git tag alone. */
  kind: z.string(),
  name: z.string(),
  version: z.string(),
  /** Absent until it is packed; the path is relative to the plan's folder. */
  tarball: z.looseObject({ path: z.string() }).optional(),
});

/** What changesets means to publish: groups of packages, each group before the next. */
const planGuard = z.looseObject({ version: z.literal(1), plan: z.array(z.array(releaseGuard)) });

type PublishPlan = z.infer<typeof planGuard>;

const planFile = 'publish-plan.json';

const readPlan = (path: string): PublishPlan => planGuard.parse(JSON.parse(readFileSync(path, 'utf8')));

/**
 * Reads what `changeset pack` wrote: the tarballs that will be published, each as it is.
 *
 * @param folder its `--out-dir`
 * @param root the workspace that was packed
 * @param scratch where the tarballs are unpacked
 */
export async function readPackFolder(folder: string, root: string, scratch: string): Promise<Tarball[]> {
  const packages = workspacePackages(root);
  const tarballs: Tarball[] = [];
  for (const { name, tarball } of readPlan(join(folder, planFile)).plan.flat()) {
    if (tarball === undefined) continue;
    const source = packages.find((candidate) => candidate.name === name)?.folder;
    if (source === undefined) throw new Error(`${name} was packed, but is no package of this workspace.`);
    tarballs.push(await unpackTarball(join(folder, tarball.path), source, join(scratch, name.replace('/', '-'))));
  }
  return tarballs;
}

/**
 * Takes from a folder of rehearsed tarballs those that are to be published: byte by byte what was installed and used.
 *
 * @param planPath of what `changeset publish-plan --output` wrote for the real registry
 * @param rehearsed a folder that `changeset pack` wrote, with at least these versions
 * @param target does not exist yet; `changeset publish --from-pack-dir` takes it
 * @throws when a version of the plan was not rehearsed
 */
export function selectRehearsed(planPath: string, rehearsed: string, target: string): void {
  const packed = readPlan(join(rehearsed, planFile)).plan.flat();
  const plan = readPlan(planPath);
  const groups = plan.plan.map((group) =>
    group.map((release) => {
      if (release.kind !== 'publish') return release;
      const { name, version } = release;
      const tarball = packed.find((one) => one.name === name && one.version === version)?.tarball;
      if (tarball === undefined) throw new Error(`${name} ${version} was not rehearsed.`);
      return { ...release, tarball };
    }),
  );
  mkdirSync(target);
  for (const { tarball } of groups.flat()) {
    if (tarball === undefined) continue;
    mkdirSync(dirname(join(target, tarball.path)), { recursive: true });
    cpSync(join(rehearsed, tarball.path), join(target, tarball.path));
  }
  writeFileSync(join(target, planFile), `${JSON.stringify({ ...plan, plan: groups }, null, 2)}\n`);
}
