import type { Runtime } from '@jackfield/connector-kit';
import { createRuntime } from '@jackfield/egress';
import { type AuditQuery, listAudit } from './audit/list.ts';
import { type AuditVerification, verifyAudit } from './audit/verify.ts';
import { parseRequest } from './api/parse-request.ts';
import { requestSchemas } from './api/schemas.ts';
import {
  type ApiToken,
  createApiToken,
  type CreateApiToken,
  listApiTokens,
  revokeApiToken,
} from './api-tokens/api-tokens.ts';
import type { Actor, AuditEntry } from './audit/audit.ts';
import { type Codes, createCodes } from './codes/codes.ts';
import type { CodeSettings } from './codes/settings.ts';
import type { Connectors } from './connectors/connectors.ts';
import { createConnectors } from './connectors/create-connectors.ts';
import type { HostContext } from './context.ts';
import { openDatabase } from './database/database.ts';
import { discoverConnectors } from './discovery/discover-connectors.ts';
import type { Discovery } from './discovery/discovery.ts';
import { createHttp, type RequestPeer } from './http.ts';
import type { KeyRing } from './keys/key-ring.ts';
import { createKeys } from './keys/keys.ts';
import { rotateKeys, type Rotation, type RotationOptions } from './keys/rotate.ts';
import type { Log } from './log.ts';
import { observeRuntime } from './observe/observe-runtime.ts';
import { createTelemetry, type Telemetry } from './observe/telemetry.ts';
import { watchChanges } from './processes/change-feed.ts';
import { startSweep } from './processes/sweep.ts';
import { type HostSettings, hostSettings } from './settings.ts';
import type { SignInOptions } from './sign-in/parts.ts';
import type { Session } from './sign-in/sessions.ts';
import { createSignIn } from './sign-in/sign-in.ts';
import { type Export, exportConnectors } from './transfer/export-connectors.ts';
import { importConnectors, type ImportOptions, type ImportResult } from './transfer/import-connectors.ts';
import type { SecretSources } from './transfer/secret-sources.ts';
import { createUsers, type Users } from './users/users.ts';

/** What a host is made of. */
export interface HostOptions {
  /** `sqlite:` and a path, or `postgres://user:password@host/name` (which needs the package `pg`). */
  readonly databaseUrl: string;
  /** What encrypts the configurations: `keysFromFile(path)`, or `keysFromText(process.env.JACKFIELD_KEYS, 'JACKFIELD_KEYS')`. */
  readonly keyRing: KeyRing;
  /** Of the application's `package.json`: its direct dependencies are the connectors. Default: the current folder. */
  readonly applicationFolder?: string;
  /** What was found there, instead of looking again. */
  readonly discovery?: Discovery;
  readonly settings: Partial<HostSettings> & Pick<HostSettings, 'publicUrl'>;
  /** What connectors call out with; the host does not close one that is given. Default: one of its own. */
  readonly runtime?: Runtime;
  /** Default: nothing is logged. */
  readonly log?: Log;
  readonly signIn?: SignInOptions;
  readonly codes?: Partial<CodeSettings>;
  /** Where `import` may read secrets from. Default: environment variables that begin with `JACKFIELD_SECRET_`. */
  readonly secrets?: SecretSources;
}

/** A host in one process; others may share its database. */
export interface Host {
  readonly connectors: Connectors;
  readonly discovery: Discovery;
  readonly users: Users;
  readonly codes: Codes;
  /** The bearer tokens of the management API. */
  readonly tokens: {
    /** See {@link createApiToken}. */
    create(request: CreateApiToken, actor: Actor): Promise<{ token: string; info: ApiToken }>;
    list(): Promise<readonly ApiToken[]>;
    /** @throws `not_found` */
    revoke(id: string, actor: Actor): Promise<void>;
  };
  /** What was changed, by whom. */
  readonly audit: {
    /** Newest first. */
    list(query: AuditQuery): Promise<readonly AuditEntry[]>;
    /** Checks the chain. */
    verify(): Promise<AuditVerification>;
  };
  /** All connectors as one file. */
  readonly transfer: {
    export(): Promise<Export>;
    /**
     * @param file the JSON of an export
     * @throws `invalid_import`, `version_conflict`
     */
    import(file: unknown, options: Omit<ImportOptions, 'secrets'>, actor: Actor): Promise<ImportResult>;
  };
  /** Answers a request: sign-in, codes, the management API below `/api`, `/livez` and `/readyz`. */
  readonly fetch: (request: Request, peer?: RequestPeer) => Promise<Response>;
  /** Who is signed in with this request's cookie. */
  readonly getSession: (request: Request) => Promise<Session | undefined>;
  /** Encrypts everything anew under a new key; see {@link rotateKeys}. */
  readonly rotateKeys: (options?: RotationOptions) => Promise<Rotation>;
  /** Has `/readyz` say no from now on, so that a load balancer sends nothing more. */
  readonly drain: () => void;
  /** Ends what runs in the background, and closes the database. A second time it does nothing. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the database, brings its tables up to date, finds the connectors, and wires everything together. It listens
 * nowhere: `fetch` does, in a server of the application, or in `startServer`.
 *
 * @throws `database_*`, `key_invalid`; `invalid_request` when a setting is wrong
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const settings = hostSettings(options.settings);
  const log = options.log ?? (() => {});
  const keys = createKeys(options.keyRing);
  const database = await openDatabase(options.databaseUrl);
  const unobserved = options.runtime ?? createRuntime();
  const closing: (() => Promise<void>)[] = [() => database.close()];
  if (options.runtime === undefined) closing.push(() => unobserved.close());
  const close = async (): Promise<void> => {
    for (const closeOne of closing.splice(0).toReversed()) await closeOne();
  };

  try {
    const telemetry = createTelemetry();
    const runtime = observeRuntime(unobserved, telemetry);
    closing.push(async () => runtime.stopObserving());
    const { clock, random } = runtime;
    const context: HostContext = { database, keys, runtime, clock, random, log };
    const discovery = options.discovery ?? (await discoverConnectors(options.applicationFolder ?? process.cwd()));
    for (const found of discovery.packages) {
      if (found.state !== 'broken') continue;
      log('warn', 'connector_package.broken', { package: found.packageName, problem: found.problem });
    }

    const connectors = await createConnectors(context, discovery);
    const users = createUsers(context, connectors);
    const signIn = createSignIn(context, settings, connectors, users, options.signIn, telemetry);
    const codes = observeCodes(createCodes(context, connectors, options.codes), telemetry);
    const secrets = options.secrets ?? { environment: process.env };

    const http = createHttp({ context, telemetry, settings, connectors, discovery, users, signIn, codes, secrets });
    const feed = watchChanges(context, () => connectors.refresh());
    const sweep = startSweep(context);
    closing.push(
      () => feed.close(),
      () => sweep.close(),
    );
    return {
      connectors,
      discovery,
      users,
      codes,
      tokens: {
        create: (request, actor) => createApiToken(context, request, actor),
        list: () => listApiTokens(context),
        revoke: (id, actor) => revokeApiToken(context, id, actor),
      },
      audit: { list: (query) => listAudit(context, query), verify: () => verifyAudit(context) },
      transfer: {
        export: () => exportConnectors(context, connectors, secrets.environmentPrefix),
        import: async (file, how, actor) =>
          importConnectors(context, connectors, discovery, parseRequest(requestSchemas.ImportFile, file), actor, {
            ...how,
            secrets,
          }),
      },
      fetch: http.fetch,
      getSession: (request) => signIn.getSession(request),
      rotateKeys: (how) => rotateKeys(context, how),
      drain: http.drain,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function observeCodes(codes: Codes, telemetry: Telemetry): Codes {
  return {
    ...codes,
    send: (request) => telemetry.step('code.send', undefined, () => codes.send(request)),
    verify: (attempt) => telemetry.step('code.verify', undefined, () => codes.verify(attempt)),
  };
}
