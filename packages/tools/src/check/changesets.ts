import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';

const releasesGuard = z.record(z.string(), z.enum(['major', 'minor', 'patch', 'none']));

/** Every pending changeset of a workspace: package → bump. */
export function pendingChangesets(root: string): Map<string, string>[] {
  const folder = join(root, '.changeset');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md') && file !== 'README.md')
    .map((file) => {
      const { frontMatter = '' } =
        /^---\n(?<frontMatter>.*?)\n---\n/s.exec(readFileSync(join(folder, file), 'utf8'))?.groups ?? {};
      return new Map(Object.entries(releasesGuard.parse(parse(frontMatter) ?? {})));
    });
}

/**
 * Which packages would be released below 1.0.0, one sentence each.
 *
 * @param versions of the public packages
 */
export function firstReleaseFaults(
  versions: ReadonlyMap<string, string>,
  changesets: readonly ReadonlyMap<string, string>[],
): string[] {
  return [...versions]
    .filter(([name, version]) => version.startsWith('0.') && !changesets.some((one) => one.get(name) === 'major'))
    .map(([name]) => `${name} has no changeset that makes it 1.0.0: its first release is a major one`);
}
