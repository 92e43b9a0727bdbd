import { type ConnectorErrorCode, errorCodes } from './error-codes.ts';
import { type ProviderDetails, type SafeCause, safeCause, safeDetails } from './error-safety.ts';
import type { ConfigIssue } from './config-issues.ts';
import { readProperty } from './safe-read.ts';

const brand = Symbol.for('jackfield.ConnectorError');

/** What may accompany an error. */
export interface ConnectorErrorOptions {
  /** What is wrong here, where, and how to mend it. Shown to people: never a secret, a token or a provider's text. */
  hint?: string;
  /** Seconds after which a retry may succeed. */
  retryAfter?: number;
  /** The wrong fields of a configuration. */
  issues?: readonly ConfigIssue[];
  /** Anything that was thrown below; only its name, code, status, method and origin are kept. */
  cause?: unknown;
  /** The provider's own error, for operators only. */
  details?: ProviderDetails;
  /** Values that must not show in `details`: the configuration's secrets, codes and tokens of this call. */
  secrets?: readonly string[];
}

/**
 * The one error that connectors throw. `message` is fixed per `code`; `hint` says what is wrong and how to mend it.
 *
 * Recognise it with {@link ConnectorError.isInstance}, which also works across two installed copies of this package;
 * `instanceof` does not.
 */
export class ConnectorError extends Error {
  readonly code: ConnectorErrorCode;
  /** The HTTP status that a host answers with. */
  readonly status: number;
  /** Whether the same call may succeed when it is repeated (after {@link retryAfter} seconds, where given). */
  readonly retryable: boolean;
  declare readonly hint?: string;
  declare readonly retryAfter?: number;
  declare readonly issues?: readonly ConfigIssue[];
  /** The provider's own error code and text, cut to RFC 6749's characters. For operators: not part of `toJSON()`. */
  declare readonly details?: ProviderDetails;
  declare readonly cause?: SafeCause;

  constructor(code: ConnectorErrorCode, options: ConnectorErrorOptions = {}) {
    const { status, retry, message } = errorCodes[code];
    super(message);
    Object.defineProperty(this, 'name', { value: 'ConnectorError', configurable: true, writable: true });
    Object.defineProperty(this, brand, { value: true });
    this.code = code;
    this.status = status;
    this.retryable = retry !== 'no';
    if (options.hint !== undefined) this.hint = options.hint;
    if (options.retryAfter !== undefined) this.retryAfter = options.retryAfter;
    if (options.issues !== undefined) this.issues = options.issues;
    const details = safeDetails(options.details, options.secrets);
    if (details !== undefined) this.details = details;
    const cause = safeCause(options.cause);
    if (cause !== undefined) this.cause = cause;
  }

  /** Whether `value` is a connector error, of this copy of the package or of another one. */
  static isInstance(value: unknown): value is ConnectorError {
    return (
      value instanceof Error && readProperty(value, brand) === true && 'code' in value && typeof value.code === 'string'
    );
  }

  /** What a host may show to the caller of its API. */
  toJSON(): Pick<
    ConnectorError,
    'name' | 'code' | 'status' | 'message' | 'hint' | 'retryable' | 'retryAfter' | 'issues'
  > {
    const { name, code, status, message, hint, retryable, retryAfter, issues } = this;
    return { name, code, status, message, hint, retryable, retryAfter, issues };
  }
}
