import type { JsonObject } from '../../oidc/json.ts';
import type { Answer } from '../../oidc/scripted/variant.ts';
import type { AccessTokens } from '../api/access-tokens.ts';
import type { LogtoRequest } from '../api/request.ts';
import type { LogtoTenant } from '../tenant/tenant.ts';
import type { ListWindow } from '../tenant/user-order.ts';

/** One way for the fake to answer otherwise than an honest Logto. Every member patches what it would do or say. */
export interface LogtoVariant {
  /** One line: what the fake does. */
  readonly description: string;
  /** What happens just before a request is answered. */
  readonly before?: (context: LogtoContext, request: LogtoRequest) => void;
  /** The JSON of a successful answer of the token endpoint. What it says of `scope` is what the token is good for. */
  readonly tokens?: (body: JsonObject, request: LogtoRequest) => JsonObject;
  /** Which rows of a list are shown. */
  readonly window?: (window: ListWindow, request: LogtoRequest, total: number) => ListWindow;
  /** The rows of one page of a list. */
  readonly rows?: (rows: readonly unknown[], request: LogtoRequest) => readonly unknown[];
  /** The header `Total-Number` of a list; undefined when there is none. */
  readonly total?: (total: string | undefined, request: LogtoRequest) => string | undefined;
  /** The whole answer, as it is about to be sent. */
  readonly answer?: (answer: Answer, request: LogtoRequest, context: LogtoContext) => Answer;
}

/** A variant of any list. */
export type ListTrick = Pick<LogtoVariant, 'description' | 'window' | 'total' | 'rows'>;

/** What a variant may draw on. */
export interface LogtoContext {
  readonly tenant: LogtoTenant;
  readonly tokens: AccessTokens;
  /** Origin of a server that records what it is sent. */
  readonly trapOrigin: string;
}
