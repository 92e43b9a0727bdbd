import type { EgressResponse } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';

interface Content {
  readonly text: () => string;
  readonly json: () => unknown;
}

/**
 * An answer in the shape that `oauth4webapi` reads (it asks for the tag, not for the class), made without the cost of
 * undici's `Response` and `Headers`.
 */
class ProviderResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly bodyUsed = false;
  readonly body = null;
  readonly #content: Content;

  constructor(status: number, headers: Readonly<Record<string, string>>, content: Content) {
    this.status = status;
    this.headers = { get: (name) => headers[name.toLowerCase()] ?? null };
    this.#content = content;
  }

  get [Symbol.toStringTag](): 'Response' {
    return 'Response';
  }

  async text(): Promise<string> {
    return this.#content.text();
  }

  async json(): Promise<unknown> {
    return this.#content.json();
  }

  clone(): this {
    return this;
  }
}

/** A provider's answer, for `oauth4webapi`. */
export function toResponse({ status, headers, body }: EgressResponse): Response {
  return tagged(
    new ProviderResponse(status, headers, { text: () => new TextDecoder().decode(body), json: () => parseJson(body) }),
  );
}

/** An answer with status 200 whose JSON is known already, for `oauth4webapi`. */
export function jsonResponse(json: object): Response {
  const headers = { 'content-type': 'application/json' };
  return tagged(new ProviderResponse(200, headers, { text: () => JSON.stringify(json), json: () => json }));
}

function tagged(response: ProviderResponse): Response {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the library's types ask for more than it reads
  return response as unknown as Response;
}
