import { ConnectorError, type Guard, type Runtime } from '@jackfield/connector-kit';
import { exchangeFailed, parseJson } from '@jackfield/egress';
import type { Method, OptionsInit, Response } from 'got';
import { Pace } from './pace.ts';
import { retryDelay, type RetryRules } from './retry.ts';
import { badAnswer, type Subject } from './subject.ts';

/** Bytes of body accepted. A page holds at most 100 records, each with custom data of the tenant's own. */
const maximumBytes = 16 * 2 ** 20;

/** What the client is made of. */
export interface HttpClientOptions extends RetryRules {
  readonly runtime: Pick<Runtime, 'egress' | 'random'>;
  /** Requests at a time. */
  readonly parallel: number;
  /** Seconds for one attempt. */
  readonly timeout: number;
  readonly signal: AbortSignal;
  /** Told when the provider limits the rate: milliseconds for which nothing is sent. */
  readonly onPause?: ((milliseconds: number) => void) | undefined;
}

/** One request. It is repeated as {@link RetryRules} say, so it must do no harm when it is sent twice. */
export interface Call<Output> {
  readonly method: Method;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly guard: Guard<Output>;
  /** What an answer other than 2xx means. */
  readonly refusal: (answer: Answer<unknown>, subject: Subject) => ConnectorError;
  /** Sees each answer, whatever its status, before it is judged. */
  readonly onAnswer?: (answer: Answer<unknown>) => void;
}

export interface Answer<Output> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Response['headers'];
  readonly data: Output;
}

/**
 * got over the outbound policy: no redirects, no cookies, no decompression, size and time capped, failures as
 * `ConnectorError`. got's own errors show headers under `util.inspect` and never get out of here.
 */
export class HttpClient {
  /** Requests sent, repeated ones included. */
  requests = 0;
  readonly #options: HttpClientOptions;
  readonly #pace: Pace;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#pace = new Pace(options.parallel);
  }

  /**
   * @throws what `refusal` makes of the answer; `egress_refused`, `provider_unavailable`, `rate_limit_exceeded`;
   *   `invalid_response` when the answer is a redirect, too large, no JSON, or does not fit the guard
   */
  send<Output>(call: Call<Output>): Promise<Answer<Output>> {
    return this.#pace.run(() => this.#send(call));
  }

  async #send<Output>(call: Call<Output>): Promise<Answer<Output>> {
    const { default: got } = await import('got');
    const subject = { method: call.method, origin: new URL(call.url).origin };
    const tooLarge = new AbortController();
    let accepted: Answer<Output> | undefined;
    try {
      const exchange = got(call.url, {
        ...this.#gotOptions(call, subject),
        signal: AbortSignal.any([this.#options.signal, tooLarge.signal]),
        hooks: {
          beforeRequest: [
            async () => {
              await this.#pace.ready(this.#options.signal);
              this.requests += 1;
            },
          ],
          afterResponse: [
            (response) => {
              accepted = judge(call, response, subject);
              this.#pace.answered();
              return response;
            },
          ],
        },
      });
      void exchange.on('downloadProgress', ({ transferred }) => {
        if (transferred > maximumBytes) tooLarge.abort();
      });
      await exchange;
    } catch (error) {
      throw tooLarge.signal.aborted
        ? badAnswer(subject, `sent more than ${maximumBytes} bytes`)
        : known(error, subject);
    }
    if (accepted === undefined) throw badAnswer(subject, 'sent no answer');
    return accepted;
  }

  #gotOptions(call: Call<unknown>, subject: Subject): OptionsInit & { responseType: 'json' } {
    const { runtime, timeout, onPause, ...rules } = this.#options;
    return {
      method: call.method,
      headers: { ...call.headers, accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': userAgent },
      ...(call.form && { form: call.form }),
      agent: agentsOf(runtime),
      timeout: { request: timeout * 1000 },
      followRedirect: false,
      throwHttpErrors: false,
      decompress: false,
      responseType: 'json',
      parseJson: (text) => parseBody(text, subject),
      retry: {
        enforceRetryRules: false,
        calculateDelay: ({ error, attemptCount }) => {
          const failure = known(error, subject);
          const delay = retryDelay(failure, attemptCount, rules, (runtime.random.bytes(1)[0] ?? 0) / 255);
          if (failure.code === 'rate_limit_exceeded') {
            this.#pace.pause(delay);
            onPause?.(delay);
          }
          return delay;
        },
      },
    };
  }
}

const userAgent = 'jackfield-logto-governance';

/** Without these agents got would go past the outbound policy. */
function agentsOf({ egress: { agent, loopbackAgent } }: Pick<Runtime, 'egress'>) {
  if (agent && loopbackAgent) return { https: agent, http: loopbackAgent };
  throw new ConnectorError('general', {
    hint: 'The runtime has no agents to connect through. Make it with createRuntime() of @jackfield/egress.',
  });
}

/** @throws what the answer means, when it is not what was asked for */
function judge<Output>(call: Call<Output>, response: Response, subject: Subject): Answer<Output> {
  const { statusCode: status, headers, body } = response;
  const answer: Answer<unknown> = { status, headers, data: body };
  call.onAnswer?.(answer);
  if (status >= 300 && status < 400) {
    throw badAnswer(
      subject,
      `answered with a redirect (${status}), which is never followed. Configure the final URL`,
      status,
    );
  }
  if (status < 200 || status > 299) throw call.refusal(answer, subject);
  const result = call.guard.safeParse(body);
  if (result.success) return { ...answer, data: result.data };
  const places = result.error.issues.map(({ path }) =>
    path.map((part) => (Number.isInteger(part) ? '*' : String(part))),
  );
  const fields = new Set(
    places.map((path) => path.filter((part) => /^[\w*]{1,40}$/.test(part)).join('.') || 'the whole body'),
  );
  throw badAnswer(
    subject,
    `answered with ${status}, but not with what was asked for; wrong: ${[...fields].slice(0, 5).join(', ')}`,
    status,
  );
}

function parseBody(text: string, subject: Subject): unknown {
  try {
    return parseJson(text);
  } catch {
    throw badAnswer(subject, 'answered with what is no JSON in UTF-8, or is nested beyond reason');
  }
}

/** The connector error behind whatever got threw. */
function known(error: unknown, subject: Subject): ConnectorError {
  if (ConnectorError.isInstance(error)) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  return ConnectorError.isInstance(cause) ? cause : exchangeFailed(error, subject);
}
