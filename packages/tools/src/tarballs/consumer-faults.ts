import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as z from 'zod';
import { type Consumer, installOptionalPeers } from './consumer.ts';
import { installFaults } from './install-limits.ts';
import { loadFaults } from './load-faults.ts';
import { typeFaults } from './type-faults.ts';

const socialGuard = z.looseObject({ metadata: z.looseObject({ type: z.literal('Social') }) });

/**
 * What goes wrong where a package was installed: it loads under each Node, compiles, and brings nothing that it should
 * not. Adds its optional peers to the folder.
 *
 * @param nodes version → path of its executable
 * @param connector whether the package is a connector
 */
export async function consumerFaults(
  consumer: Consumer,
  nodes: Readonly<Record<string, string>>,
  connector: boolean,
): Promise<string[]> {
  await installOptionalPeers(consumer);
  return [
    ...(await loadFaults(consumer, nodes, connector)),
    ...(await typeFaults(consumer, connector)),
    ...installFaults(consumer, signsPeopleIn(consumer, connector)),
  ];
}

function signsPeopleIn({ folder, tarball: { name } }: Consumer, connector: boolean): boolean {
  if (!connector) return name === '@jackfield/oauth-kit';
  return socialGuard.safeParse(createRequire(join(folder, 'package.json'))(name)).success;
}
