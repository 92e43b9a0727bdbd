/** The dependencies that a `package.json` names, by how they are used. */
export interface Dependencies {
  /** The package, as messages name it. */
  name: string;
  dependencies: Readonly<Record<string, string>>;
  devDependencies: Readonly<Record<string, string>>;
  peerDependencies: Readonly<Record<string, string>>;
}

/**
 * What is wrong with the versions that packages ask for: each version that two of them share stands once, in a catalog;
 * packages of this workspace ask for each other as it stands; peers are asked for in one range.
 *
 * @param names of the packages of this workspace
 */
export function versionFaults(packages: readonly Dependencies[], names: readonly string[]): string[] {
  const asked = packages.flatMap(({ name, dependencies, devDependencies }) =>
    Object.entries({ ...dependencies, ...devDependencies }).map(([dependency, range]) => ({ name, dependency, range })),
  );
  const own = new Set(names);
  const uses = (dependency: string): number => asked.filter((one) => one.dependency === dependency).length;
  return [
    ...asked
      .filter(({ dependency, range }) => own.has(dependency) && range !== 'workspace:^')
      .map(({ name, dependency }) => `${name}: ${dependency} is not workspace:^`),
    ...asked
      .filter(({ dependency, range }) => !own.has(dependency) && uses(dependency) > 1 && !range.startsWith('catalog:'))
      .map(({ name, dependency }) => `${name}: ${dependency} is shared, so its version belongs into the catalog`),
    ...peerFaults(packages),
  ];
}

function peerFaults(packages: readonly Dependencies[]): string[] {
  const ranges = new Map<string, Set<string>>();
  for (const [name, range] of packages.flatMap(({ peerDependencies }) => Object.entries(peerDependencies))) {
    ranges.set(name, (ranges.get(name) ?? new Set()).add(range));
  }
  return [...ranges]
    .filter(([, found]) => found.size > 1)
    .map(([name, found]) => `peer ${name} is asked for as ${[...found].join(' and ')}`);
}
