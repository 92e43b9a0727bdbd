import { type Connectors, type ConnectorView, secretPlaceholder } from '../connectors/connectors.ts';
import type { HostContext } from '../context.ts';
import { HostError } from '../host-error.ts';
import { readReferences, valueAt } from './secret-references.ts';
import { defaultEnvironmentPrefix } from './secret-sources.ts';
import type { TransferFile, TransferredConnector } from './transfer-file.ts';

/** A file of all connectors, and what there is to know about it. */
export interface Export extends TransferFile {
  /** ISO 8601, UTC. */
  readonly exportedAt: string;
  readonly references: readonly ExportedReference[];
  /** Connectors that cannot be used, and so cannot be carried over. */
  readonly omitted: readonly { readonly id: string; readonly connectorId: string; readonly code: string }[];
}

/** Where an importing host looks for a secret. */
export interface ExportedReference {
  /** Id of the connector. */
  readonly connector: string;
  /** `auth.password` */
  readonly path: string;
  /** `env:NAME` or `file:path`. */
  readonly reference: string;
  /** Whether the secret came from there; else the name was made up, and the secret has to be put there. */
  readonly isKnown: boolean;
}

/** How often an export begins anew when a connector is removed or replaced on the way. */
const mostAttempts = 5;

/** Writes all connectors into one file, in the order of their ids, with a reference in the place of each secret. */
export async function exportConnectors(
  context: HostContext,
  connectors: Connectors,
  environmentPrefix = defaultEnvironmentPrefix,
): Promise<Export> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await exportOnce(context, connectors, environmentPrefix);
    } catch (error) {
      const isGone = HostError.isInstance(error) && error.code === 'connector_not_found';
      if (!isGone || attempt >= mostAttempts) throw error;
    }
  }
}

async function exportOnce(context: HostContext, connectors: Connectors, environmentPrefix: string): Promise<Export> {
  const views = (await connectors.list()).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const usable = await Promise.all(
    views.filter(({ problem }) => problem === undefined).map((view) => withSecrets(context, connectors, view)),
  );
  const taken = new Set(usable.flatMap(({ secrets }) => secrets.map(({ reference }) => reference)));
  const references: ExportedReference[] = [];
  const written = usable.map(({ view, secrets }): TransferredConnector => {
    const config = withReferences(view.config, [], (path) => {
      const known = secrets.find((one) => one.path === path.join('.'))?.reference;
      const reference = known ?? unusedName(environmentPrefix, view.id, path, taken);
      taken.add(reference);
      references.push({ connector: view.id, path: path.join('.'), reference, isKnown: known !== undefined });
      return reference;
    });
    return { ...describe(view), config };
  });
  return {
    format: 'jackfield-connectors',
    version: 1,
    exportedAt: new Date(context.clock.now()).toISOString(),
    connectors: written,
    references,
    omitted: views.flatMap(({ id, connectorId, problem }) =>
      problem ? [{ id, connectorId, code: problem.code }] : [],
    ),
  };
}

/** A connector, and where its secrets are known to come from. */
async function withSecrets(context: HostContext, connectors: Connectors, view: ConnectorView) {
  const known = await readReferences(context, view.id);
  const stored = await connectors.readConfig(view.id);
  const secrets = view.secretsSet.map((path) => ({ path, reference: known(path, valueAt(stored, path.split('.'))) }));
  return { view, secrets };
}

function describe({ id, connectorId, metadata, type, syncProfile, tokenStorage }: ConnectorView) {
  return {
    id,
    connectorId,
    ...(Object.keys(metadata).length > 0 && { metadata }),
    ...(type === 'Social' && { syncProfile, tokenStorage }),
  };
}

type Path = readonly string[];

function withReferences(
  config: Readonly<Record<string, unknown>>,
  path: Path,
  refer: (path: Path) => string,
): Record<string, unknown> {
  const replace = (value: unknown, at: Path): unknown => {
    if (value === secretPlaceholder) return refer(at);
    if (Array.isArray(value)) return value.map((item: unknown, index) => replace(item, [...at, String(index)]));
    return typeof value === 'object' && value !== null ? withReferences({ ...value }, at, refer) : value;
  };
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, replace(value, [...path, key])]));
}

/** `env:JACKFIELD_SECRET_GITHUB_CLIENT_SECRET`, with a number when two ids differ only by what a name cannot tell. */
function unusedName(prefix: string, id: string, path: Path, taken: ReadonlySet<string | undefined>): string {
  const words = [id, ...path.map((part) => part.replaceAll(/([a-z])([A-Z])/g, '$1_$2'))].join('_');
  const name = `env:${prefix}${words.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`;
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
  return free;
}
