import type { ConfigIssue } from '@jackfield/connector-kit';

/** What every code of the host means: the HTTP status, whether the same call may succeed later, and the fixed message. */
export const hostErrorCodes = {
  // Requests
  invalid_request: { status: 400, retry: false, message: 'The request has missing or wrong parameters.' },
  unauthorized: { status: 401, retry: false, message: 'The request carries no valid token.' },
  forbidden: { status: 403, retry: false, message: 'The token does not allow this.' },
  not_found: { status: 404, retry: false, message: 'There is no such thing.' },
  method_not_allowed: { status: 405, retry: false, message: 'This path does not have this method.' },
  request_timeout: { status: 408, retry: true, message: 'The request took too long to arrive.' },
  precondition_failed: { status: 412, retry: false, message: 'It is no longer the version that the request names.' },
  content_too_large: { status: 413, retry: false, message: 'The request is too large.' },
  unsupported_media_type: { status: 415, retry: false, message: 'The request is not in a format that is read here.' },
  too_many_requests: { status: 429, retry: true, message: 'Too many requests.' },
  // Sign-in
  cross_site_request: { status: 403, retry: false, message: 'The request was not sent from a page of this site.' },
  sign_in_required: { status: 401, retry: false, message: 'Nobody is signed in.' },
  sign_in_refused: { status: 403, retry: false, message: 'The application refused the sign-in.' },
  link_refused: { status: 409, retry: false, message: 'The accounts cannot be linked.' },
  last_way_in: { status: 409, retry: false, message: 'It is the only way to sign in to this account.' },
  provider_token_missing: { status: 404, retry: false, message: 'No token of the provider is stored.' },
  provider_token_refused: { status: 409, retry: false, message: 'The provider no longer accepts the stored token.' },
  // Connectors
  unknown_connector: { status: 422, retry: false, message: 'No installed package has this connector id.' },
  connector_not_found: { status: 404, retry: false, message: 'There is no connector with this id.' },
  connector_broken: { status: 409, retry: false, message: 'The connector cannot be used until it is mended.' },
  target_required: { status: 400, retry: false, message: 'A standard connector needs a target of its own.' },
  target_fixed: { status: 400, retry: false, message: 'The target of a connector never changes.' },
  target_taken: { status: 422, retry: false, message: 'Another connector has this target and platform.' },
  metadata_not_allowed: { status: 400, retry: false, message: 'Only standard connectors have metadata of their own.' },
  instance_exists: { status: 422, retry: false, message: 'This connector has its only instance already.' },
  id_taken: { status: 422, retry: false, message: 'Another connector has this id.' },
  sync_profile_not_allowed: { status: 422, retry: false, message: 'Only social connectors sync profiles.' },
  token_storage_not_supported: { status: 422, retry: false, message: 'This connector hands out no tokens to store.' },
  version_conflict: { status: 409, retry: false, message: 'Somebody else has changed it in the meantime.' },
  // Import
  invalid_import: { status: 422, retry: false, message: 'The file cannot be imported as it is; nothing was changed.' },
  // Database and keys
  database_unavailable: { status: 503, retry: true, message: 'The database does not answer.' },
  database_busy: { status: 503, retry: true, message: 'The database is locked by other work.' },
  database_full: { status: 503, retry: false, message: 'The database has no space left.' },
  database_read_only: { status: 503, retry: false, message: 'The database cannot be written.' },
  database_newer: { status: 503, retry: false, message: 'The database was made by a newer version of the program.' },
  database_broken: { status: 503, retry: false, message: 'The file is not a database of this program.' },
  key_invalid: { status: 500, retry: false, message: 'The key-encryption key is not usable.' },
  keys_rotating: { status: 409, retry: true, message: 'Another process is rotating the keys.' },
  sealed_wrong_key: { status: 500, retry: false, message: 'The value was encrypted with a key that is not here.' },
  sealed_damaged: { status: 500, retry: false, message: 'The encrypted value was changed or moved.' },
} as const satisfies Record<string, { status: number; retry: boolean; message: string }>;

/** One of the host's fixed error codes. */
export type HostErrorCode = keyof typeof hostErrorCodes;

/** What may accompany a {@link HostError}. */
export interface HostErrorOptions {
  /** What is wrong here, where, and how to mend it. Shown to people: never a secret or a value that came from outside. */
  hint?: string;
  /** Every wrong field of a request or a file. */
  issues?: readonly ConfigIssue[];
  /** Seconds after which a retry may succeed. */
  retryAfter?: number;
  cause?: unknown;
}

const brand = Symbol.for('jackfield.HostError');

/** What the host throws besides the connectors' own `ConnectorError`. `message` is fixed per `code`. */
export class HostError extends Error {
  readonly code: HostErrorCode;
  /** The HTTP status that the host answers with. */
  readonly status: number;
  /** Whether the same call may succeed when it is repeated. */
  readonly retryable: boolean;
  declare readonly hint?: string;
  declare readonly issues?: readonly ConfigIssue[];
  declare readonly retryAfter?: number;

  constructor(code: HostErrorCode, options: HostErrorOptions = {}) {
    const { status, retry, message } = hostErrorCodes[code];
    super(message);
    Object.defineProperty(this, 'name', { value: 'HostError', configurable: true, writable: true });
    Object.defineProperty(this, brand, { value: true });
    this.code = code;
    this.status = status;
    this.retryable = retry;
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.issues !== undefined) this.issues = options.issues;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
    // For logs only; a driver's error may name tables and files, and is never sent to a client.
    if (options.cause !== undefined) Object.defineProperty(this, 'cause', { value: options.cause, enumerable: false });
  }

  /** Whether `value` is an error of the host, of this copy of the package or of another one. */
  static isInstance(value: unknown): value is HostError {
    return value instanceof Error && brand in value;
  }
}
