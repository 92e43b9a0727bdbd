import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { HostError } from '../host-error.ts';

/** What marks a package as a connector, among the keywords of its `package.json`. */
const keyword = 'jackfield-connector';

/** A connector package on this disk. */
export interface ConnectorPackage {
  readonly name: string;
  /** The real path. */
  readonly folder: string;
  readonly version: string;
  /** `exports` of its `package.json`. */
  readonly exports: unknown;
}

/** What the application names, and cannot be read. */
export interface MissingPackage {
  readonly name: string;
  readonly folder?: undefined;
}

const dependenciesGuard = z.record(z.string(), z.unknown()).default({});
const applicationGuard = z.looseObject({
  dependencies: dependenciesGuard,
  optionalDependencies: dependenciesGuard,
});
const packageGuard = z.looseObject({
  version: z.string().catch('unknown'),
  keywords: z.array(z.unknown()).catch([]),
  exports: z.unknown().optional(),
});

/** Names that npm allows; anything else, such as a path, is never looked up. */
const packageName = /^(?:@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/;
/** What connectors are named. Nothing else tells whether a package that is not there would have been one. */
const connectorName = /^(?:@[^/]+\/)?jackfield-connector-|^@jackfield\//;

/**
 * The connectors among the application's `dependencies` and `optionalDependencies`: direct ones only, and none of
 * `devDependencies`, which are not there in production. Sorted by name.
 *
 * @throws `invalid_request` when the folder has no `package.json` that can be read
 */
export async function applicationPackages(
  applicationFolder: string,
): Promise<readonly (ConnectorPackage | MissingPackage)[]> {
  const folder = await realpath(applicationFolder).catch(() => applicationFolder);
  const application = applicationGuard.safeParse(await readJson(join(folder, 'package.json')));
  if (!application.success) {
    throw new HostError('invalid_request', {
      hint: `${JSON.stringify(applicationFolder)} holds no package.json that can be read. Name the folder of the application whose dependencies are the connectors.`,
    });
  }
  const { dependencies, optionalDependencies } = application.data;
  const names = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)]);
  const found = await Promise.all(
    [...names]
      .filter((name) => packageName.test(name))
      .toSorted()
      .map((name) => readPackage(folder, name, Object.hasOwn(optionalDependencies, name))),
  );
  return found.filter((one) => one !== undefined);
}

/** `undefined`: no connector. */
async function readPackage(
  application: string,
  name: string,
  isOptional: boolean,
): Promise<ConnectorPackage | MissingPackage | undefined> {
  const folder = await findFolder(application, name);
  const manifest =
    folder === undefined ? undefined : packageGuard.safeParse(await readJson(join(folder, 'package.json')));
  if (folder === undefined || !manifest?.success) {
    const isLeftOut = folder === undefined && isOptional;
    return connectorName.test(name) && !isLeftOut ? { name } : undefined;
  }
  const { version, keywords, exports } = manifest.data;
  return keywords.includes(keyword) ? { name, folder, version, exports } : undefined;
}

/** As Node looks packages up: in `node_modules` of the folder, and of those around it. */
async function findFolder(start: string, name: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = await realpath(join(folder, 'node_modules', name)).catch(() => undefined);
    if (found !== undefined || folder === dirname(folder)) return found;
  }
}

/** `undefined` when it is missing or no JSON. */
async function readJson(path: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return value;
  } catch {
    return undefined;
  }
}
