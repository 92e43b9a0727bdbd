import type {
  Connector,
  ConnectorPlatform,
  ConnectorType,
  EmailConnector,
  SmsConnector,
  SocialConnector,
} from '@jackfield/connector-kit';
import type { Actor } from '../audit/audit.ts';

/** What an answer shows in the place of a secret that is stored; sent back, it keeps the stored one. */
export const secretPlaceholder = '••••••••';

/** What a standard connector may say about itself instead of its package. */
export interface MetadataOverride {
  readonly target?: string;
  /** BCP 47 tag → text, with `en`. */
  readonly name?: Readonly<Record<string, string>>;
  /** https URL (fetched once, at save) or data URL; `null` removes it. Stored as a sanitised data URL. */
  readonly logo?: string;
  readonly logoDark?: string | null;
}

/** A connector as an operator sees it. Holds no secret. */
export interface ConnectorView {
  readonly id: string;
  readonly connectorId: string;
  readonly type: ConnectorType;
  readonly target: string;
  readonly platform: ConnectorPlatform | null;
  /** Whose subjects its people have; `null` when the connector does not say. */
  readonly issuer: string | null;
  readonly isStandard: boolean;
  /** Effective: the override's, else the package's. Empty texts when the package is missing. */
  readonly name: Readonly<Record<string, string>>;
  readonly logo: string;
  readonly logoDark: string | null;
  /** The override alone. */
  readonly metadata: MetadataOverride;
  readonly syncProfile: boolean;
  readonly tokenStorage: boolean;
  /** With {@link secretPlaceholder} for every secret that is set. Empty when it cannot be read. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Paths of the secrets that are set, such as `clientSecret` or `auth.password`. */
  readonly secretsSet: readonly string[];
  readonly version: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Why it cannot be used, and the way out; absent when it works. */
  readonly problem?: ConnectorProblem;
}

/** Why a stored connector cannot be used. */
export type ConnectorProblemCode =
  | 'package_missing'
  | 'package_broken'
  /** The key that the configuration was encrypted with is not here. */
  | 'sealed_wrong_key'
  /** The encrypted configuration was changed or moved. */
  | 'sealed_damaged'
  /** The configuration no longer fits the package. */
  | 'invalid_config'
  /** The row was changed outside the program, or by an update of the package. */
  | 'row_changed'
  /** The package fails to make a connector of it. */
  | 'connector_failed';

/** What is wrong with a stored connector, and the way out. Holds nothing of its configuration. */
export interface ConnectorProblem {
  readonly code: ConnectorProblemCode;
  readonly message: string;
  readonly hint: string;
}

export interface CreateConnector {
  readonly connectorId: string;
  readonly config: unknown;
  readonly metadata?: MetadataOverride;
  readonly syncProfile?: boolean;
  readonly tokenStorage?: boolean;
  /** Letters, digits, `-` and `_`, at most 64. Default: random. */
  readonly id?: string;
  /**
   * The issuer to the letter, when the target has identities of another one; without: `identity_source_changed`.
   * `{tenantid}` stands for any tenant.
   */
  readonly allowIssuer?: string;
}

export interface ChangeConnector {
  /** Replaces the whole configuration; placeholders keep what is stored. */
  readonly config?: unknown;
  /** Replaces the whole override. */
  readonly metadata?: MetadataOverride;
  readonly syncProfile?: boolean;
  readonly tokenStorage?: boolean;
  /** Of {@link ConnectorView}: refuses the change with `version_conflict` when somebody else was faster. Default: no check. */
  readonly version?: number;
  /** As in {@link CreateConnector}, when the change puts another issuer behind the target. */
  readonly allowIssuer?: string;
}

export interface Created {
  readonly connector: ConnectorView;
  /** The e-mail or SMS connector that was active until now. */
  readonly replaced?: { readonly id: string; readonly connectorId: string };
}

/** A connector in use. */
export interface LiveConnector<Instance extends Connector = Connector> {
  readonly id: string;
  readonly connectorId: string;
  readonly target: string;
  readonly platform: ConnectorPlatform | null;
  readonly issuer: string | null;
  readonly name: Readonly<Record<string, string>>;
  readonly logo: string;
  readonly logoDark: string | null;
  readonly syncProfile: boolean;
  readonly tokenStorage: boolean;
  readonly version: number;
  readonly instance: Instance;
}

/**
 * The connectors of this host, with the rules of the connector database. Reads come from memory, which is refreshed when
 * the database's revision has grown.
 *
 * Every method throws `database_*` errors when the database fails.
 */
export interface Connectors {
  list(): Promise<readonly ConnectorView[]>;
  /** @throws `connector_not_found` */
  get(id: string): Promise<ConnectorView>;
  /**
   * Validates, and stores what was validated. An Email or SMS connector replaces the active one of its type.
   *
   * @throws `unknown_connector`, `connector_broken`, `invalid_config` (ConnectorError), `target_required`,
   *   `metadata_not_allowed`, `instance_exists`, `target_taken`, `id_taken`, `sync_profile_not_allowed`,
   *   `token_storage_not_supported`, `invalid_request` (of an id); `invalid_metadata`, `identity_source_changed`
   *   (ConnectorError); of a logo's address also `egress_refused`, `provider_unavailable`, `invalid_response`
   */
  create(request: CreateConnector, actor: Actor): Promise<Created>;
  /**
   * Placeholders keep what is stored at the same place, unless an address or a choice between kinds around them has
   * changed: a secret never goes to a place that it was not entered for.
   *
   * @throws as {@link create}, and `connector_not_found`, `target_fixed`, `version_conflict`
   */
  update(id: string, change: ChangeConnector, actor: Actor): Promise<ConnectorView>;
  /**
   * Also removes the providers' tokens that came through it; people and their identities stay.
   *
   * @throws `connector_not_found`, `version_conflict`
   */
  remove(id: string, actor: Actor, version?: number): Promise<void>;
  /** @throws `connector_not_found`, `connector_broken` with the reason */
  use(id: string): Promise<LiveConnector>;
  /** @throws as {@link use}, and `unexpected_type` (ConnectorError) */
  useSocial(id: string): Promise<LiveConnector<SocialConnector>>;
  /** The active connector. @throws `connector_not_found` when there is none, `connector_broken` */
  useEmail(): Promise<LiveConnector<EmailConnector>>;
  useSms(): Promise<LiveConnector<SmsConnector>>;
  /** Every social connector that works, for a sign-in page. */
  listSocial(): Promise<readonly LiveConnector<SocialConnector>[]>;
  /**
   * An instance that is not stored, to try a configuration before it is.
   *
   * @param like id of a stored connector of the same package, whose secrets stand for placeholders in `config` as in
   *   {@link update}
   * @throws `unknown_connector`, `connector_broken`, `connector_not_found`, `invalid_config` (ConnectorError)
   */
  attempt(connectorId: string, config: unknown, like?: string): Promise<Connector>;
  /**
   * The stored configuration with its secrets: for `export` with consent, never for an answer.
   *
   * @throws `connector_not_found`, `connector_broken` when it cannot be read
   */
  readConfig(id: string): Promise<Record<string, unknown>>;
  /** Reads everything again if another process has changed something. */
  refresh(): Promise<void>;
}
