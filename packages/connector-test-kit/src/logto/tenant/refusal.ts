import type { JsonObject } from '../../oidc/json.ts';

/** What Logto answers instead of doing as it is told: HTTP status, and `{ code, message, data? }`. */
export class LogtoRefusal extends Error {
  override readonly name = 'LogtoRefusal';
  readonly status: number;
  readonly code: string;
  readonly data: JsonObject | undefined;

  constructor(status: number, code: string, message: string, data?: JsonObject) {
    super(message);
    this.status = status;
    this.code = code;
    this.data = data;
  }
}

/** 404 with a code of `entity`. */
export const notFound = (code: 'not_found' | 'not_exists_with_id', what: string): LogtoRefusal =>
  new LogtoRefusal(404, `entity.${code}`, `There is no such ${what}.`);

/** 422: something names another thing that does not exist. */
export const brokenReference = (what: string): LogtoRefusal =>
  new LogtoRefusal(422, 'entity.relation_foreign_key_not_found', `There is no such ${what} to refer to.`);
