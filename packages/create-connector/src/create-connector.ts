import { join, resolve } from 'node:path';
import { type ConnectorTypeName, describeType, type EndpointFlag, parseType } from './connector-types.ts';
import { endpointProblem, normalizeEndpoint } from './endpoint-url.ts';
import { formatPackage } from './format-package.ts';
import { nameProblem, spellings, titleOf, titleProblem } from './names.ts';
import { CreateConnectorError } from './refusal.ts';
import { renderPackage } from './render-package.ts';
import { testedVersions } from './versions.ts';
import { findWorkspace } from './workspace.ts';
import { writePackage } from './write-package.ts';

/** What {@link createConnector} takes. */
export interface CreateConnectorOptions {
  readonly type: ConnectorTypeName;
  /** In kebab-case, as in `acme-id`. Never changes: it becomes the connector's id and target. */
  readonly name: string;
  /** How people call the provider. Default: the name, with capital letters. */
  readonly title?: string | undefined;
  /** The provider's addresses. Those that are left out become addresses of `.example`, which the README's list names. */
  readonly endpoints?: Readonly<Partial<Record<EndpointFlag, string>>> | undefined;
  /**
   * Where the folder is made. Default: the current folder. Anywhere in the Jackfield workspace, the package becomes one of
   * the workspace, in `packages`.
   */
  readonly directory?: string | undefined;
  /** Outside of the workspace: package → range, instead of the versions that this package was tested with. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Stops the writing; nothing is left. */
  readonly signal?: AbortSignal | undefined;
}

/** What was written. */
export interface CreatedConnector {
  /** `@jackfield/<name>` in the workspace, else `jackfield-connector-<name>`. */
  readonly packageName: string;
  /** Absolute path. */
  readonly folder: string;
  /** Paths within the folder, with `/`. */
  readonly files: readonly string[];
  /** Absolute path of the workspace that the package is part of. */
  readonly workspace?: string;
}

/**
 * Writes a new connector package whose tests pass as it is.
 *
 * @throws {@link CreateConnectorError} naming everything that is wrong with the options, or why the folder cannot be made;
 *   nothing is written then
 */
export async function createConnector(options: CreateConnectorOptions): Promise<CreatedConnector> {
  const { name, title = titleOf(name), directory = '.', signal } = options;
  const type = parseType(options.type);
  refuse(problemsOf(options));
  const workspace = await findWorkspace(directory);
  const packageName = workspace === undefined ? `jackfield-connector-${name}` : `@jackfield/${name}`;
  const folder = workspace === undefined ? resolve(directory, packageName) : join(workspace, 'packages', name);
  const files = await renderPackage({
    type,
    substitutions: { names: spellings(name, title), packageName, addresses: addressesOf(options) },
    versions: workspace === undefined ? { ...(await testedVersions()), ...options.versions } : undefined,
  });
  await writePackage(folder, files, signal);
  if (workspace !== undefined) await formatPackage(workspace, folder);
  return { packageName, folder, files: [...files.keys()], ...(workspace !== undefined && { workspace }) };
}

/** Everything that is wrong, each with the flag that it is about. */
function problemsOf({ type, name, title, endpoints = {} }: CreateConnectorOptions): string[] {
  const known = describeType(type).endpoints;
  const given = Object.keys(endpoints);
  const foreign = given.filter((flag) => !known.some((endpoint) => endpoint.flag === flag));
  const problems = [
    ['name', nameProblem(name)],
    ['title', title === undefined ? undefined : titleProblem(title)],
    ...foreign.map((flag) => [flag, `is not asked for with --type ${type}`]),
    ...known.map((endpoint) => {
      const url = endpoints[endpoint.flag];
      return [endpoint.flag, url === undefined ? undefined : endpointProblem(endpoint, url)];
    }),
  ];
  return problems.flatMap(([flag, problem]) => (problem === undefined ? [] : [`--${flag} ${problem}`]));
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) throw new CreateConnectorError(problems.join('\n'));
}

function addressesOf({ type, endpoints = {} }: CreateConnectorOptions): ReadonlyMap<string, string> {
  const pairs = describeType(type).endpoints.flatMap((endpoint): [string, string][] => {
    const url = endpoints[endpoint.flag];
    return url === undefined ? [] : [[endpoint.placeholder, normalizeEndpoint(endpoint, url)]];
  });
  return new Map(pairs);
}
