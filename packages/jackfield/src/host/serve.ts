import { randomBytes } from 'node:crypto';
import type { Host, Log } from '@jackfield/connector-host';
import type { Environment } from '../settings/environment.ts';
import type { ServerSettings } from '../settings/server.ts';
import type { Storage } from '../settings/storage.ts';
import { openStorage, type OpenedStorage } from './open-storage.ts';
import type { PrepareSite, Site } from './site.ts';

export interface ServeOptions {
  readonly storage: Storage;
  readonly server: ServerSettings;
  readonly environment: Environment;
  readonly log: Log;
  readonly prepareSite?: PrepareSite | undefined;
}

/** A host that serves. */
export interface Serving {
  readonly host: Host;
  readonly site: Site | undefined;
  /** Where browsers reach it, without a slash at its end. */
  readonly url: string;
  /** Takes no new requests, answers those that it has, and closes everything. */
  close(): Promise<void>;
}

type Fetch = (request: Request, peer: { readonly remoteAddress: string | undefined }) => Promise<Response>;

/** Until the host is open, and after it was closed. */
const unavailable: Fetch = async () => new Response(null, { status: 503, headers: { 'retry-after': '1' } });

/**
 * Listens, opens a host, and lets it answer. The port comes first: without a public URL, the host's own follows from it.
 *
 * @throws `invalid_request` when it cannot listen; what `createHost` throws
 */
export async function serve({ storage, server, environment, log, prepareSite }: ServeOptions): Promise<Serving> {
  const { createHost, startServer } = await import('@jackfield/connector-host');
  const answering: { fetch: Fetch } = { fetch: unavailable };
  const listening = await startServer(
    { log, random: { bytes: randomBytes } },
    { port: server.port, host: server.host, fetch: (request, peer) => answering.fetch(request, peer) },
  );
  const parts: { site?: Site | undefined; storage?: OpenedStorage; host?: Host } = {};
  const close = async (): Promise<void> => {
    parts.host?.drain();
    await listening.close({ delay: parts.host ? server.drainDelay : 0 });
    await parts.host?.close();
    await parts.storage?.close();
    await parts.site?.close();
  };
  try {
    const url = server.publicUrl?.replace(/\/+$/, '') ?? `http://${bracketed(server.host)}:${listening.port}`;
    const site = await prepareSite?.(url);
    parts.site = site;
    parts.storage = await openStorage(storage, environment, site?.runtime);
    const { trustedProxies, returnOrigins } = server;
    const settings = { publicUrl: url, trustedProxies, returnOrigins };
    const host = await createHost({ ...parts.storage.hostOptions, settings, log });
    parts.host = host;
    const front = await site?.open(host);
    answering.fetch = async (request, peer) =>
      (await front?.(request, peer.remoteAddress ?? '')) ?? (await host.fetch(request, peer));
    return { host, site, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
