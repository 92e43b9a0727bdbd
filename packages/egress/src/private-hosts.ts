import { canonicalHost } from './hosts.ts';

const entryForm = /^(\[[^\]]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;

/** The hosts that an operator has named as reachable although they are not public. */
export class PrivateHosts {
  /** Host → its ports; an empty set stands for all of them. */
  readonly #ports = new Map<string, Set<number>>();

  /** @param entries texts for which {@link isPrivateHostEntry} holds */
  constructor(entries: readonly string[]) {
    for (const entry of entries) {
      const { host, port } = parseEntry(entry) ?? {};
      if (host === undefined) continue;
      const known = this.#ports.get(host);
      if (port === undefined || known?.size === 0) this.#ports.set(host, new Set());
      else this.#ports.set(host, new Set([...(known ?? []), port]));
    }
  }

  /** @param host in the form of `canonicalHost` */
  has(host: string, port: number): boolean {
    const ports = this.#ports.get(host);
    return ports !== undefined && (ports.size === 0 || ports.has(port));
  }
}

/** Whether `entry` is a `host`, `host:port`, `::1`, `[::1]` or `[::1]:port`; patterns and URLs are not. */
export function isPrivateHostEntry(entry: string): boolean {
  return parseEntry(entry) !== undefined;
}

function parseEntry(entry: string): { host: string; port?: number } | undefined {
  const bare = entry.includes('::') || entry.split(':').length > 2 ? canonicalHost(entry) : undefined;
  if (bare !== undefined && !entry.startsWith('[')) return { host: bare };
  const [, name = '', digits] = entryForm.exec(entry) ?? [];
  const host = name.includes('*') ? undefined : canonicalHost(name);
  if (host === undefined) return undefined;
  if (digits === undefined) return { host };
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { host, port } : undefined;
}
