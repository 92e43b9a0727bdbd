import { attwFaults } from './attw.ts';
import { contentFaults } from './contents.ts';
import { expectationFaults, type Expectations } from './expected.ts';
import type { Tarball } from './pack.ts';

/** What is wrong with a tarball that can be seen without installing it, one sentence each. */
export async function tarballFaults(tarball: Tarball, expectations: Expectations): Promise<string[]> {
  return [
    ...(await contentFaults(tarball)),
    ...expectationFaults(tarball, expectations[tarball.name]),
    ...(await attwFaults(tarball)),
  ];
}
