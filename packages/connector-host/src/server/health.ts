import { sql } from 'kysely';
import type { Database } from '../database/database.ts';

/** What load balancers and orchestrators ask. */
export interface Health {
  /**
   * Answers `/livez` (the process runs) and `/readyz` (it can serve: 200, else 503 with the part that is not ready).
   *
   * @returns `undefined` for any other path
   */
  answer(request: Request): Promise<Response | undefined>;
  /** From now on `/readyz` answers 503, so that no new requests are sent here. */
  shutDown(): void;
}

/** What a part of the host must do to be ready; throwing means that it is not. */
export type ReadinessCheck = () => Promise<unknown>;

type State = 'ready' | 'failing' | 'slow' | 'shutting down';

/** Milliseconds for each check. */
const longestCheck = 1000;

/**
 * @param checks by the name of the part; names are shown, errors are not. Each runs once at a time, however many ask
 */
export function createHealth(checks: Readonly<Record<string, ReadinessCheck>>): Health {
  const probes = Object.entries(checks).map(([part, check]) => ({ part, probe: createProbe(check) }));
  let isShuttingDown = false;

  const readiness = async (): Promise<Response> => {
    const states = await Promise.all(
      probes.map(async ({ part, probe }): Promise<[string, State]> => [part, await probe()]),
    );
    const parts: readonly [string, State][] = isShuttingDown ? [['server', 'shutting down'], ...states] : states;
    const isReady = parts.every(([, state]) => state === 'ready');
    return respond(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', parts: Object.fromEntries(parts) });
  };

  return {
    async answer({ url, method }) {
      if (!/\/(?:livez|readyz)/.test(url)) return undefined;
      const { pathname } = new URL(url);
      if (pathname !== '/livez' && pathname !== '/readyz') return undefined;
      if (method !== 'GET' && method !== 'HEAD')
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
      return pathname === '/livez' ? respond(200, { status: 'alive' }) : readiness();
    },
    shutDown() {
      isShuttingDown = true;
    },
  };
}

/** The database answers. */
export function databaseCheck(database: Database): ReadinessCheck {
  return () => database.read((db) => sql`select 1`.execute(db));
}

function createProbe(check: ReadinessCheck): () => Promise<State> {
  let running: Promise<State> | undefined;
  const run = async (): Promise<State> => {
    try {
      await check();
      return 'ready';
    } catch {
      return 'failing';
    } finally {
      running = undefined;
    }
  };
  return async () => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<State>((resolve) => {
      timer = setTimeout(() => resolve('slow'), longestCheck);
    });
    running ??= run();
    return Promise.race([running, late]).finally(() => clearTimeout(timer));
  };
}

function respond(status: number, body: object): Response {
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}
