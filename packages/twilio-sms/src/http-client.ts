import { ConnectorError, type EgressRequest, type Runtime } from '@jackfield/connector-kit';
import { parseJson } from '@jackfield/egress';
import { refusalError, transportError, unreadableAnswer } from './api-error.ts';

/** What the SDK hands to its HTTP client. */
export interface SdkRequest {
  readonly method: string;
  readonly uri: string;
  readonly username?: string;
  readonly password?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For the query. */
  readonly params?: object;
  /** For the form in the body. */
  readonly data?: object;
}

/** What the SDK's HTTP client answers; `body` is parsed JSON. */
export interface SdkResponse {
  readonly statusCode: number;
  readonly body: unknown;
}

/** What the SDK takes as its HTTP client. */
export interface SdkHttpClient {
  request(request: SdkRequest): Promise<SdkResponse>;
}

/** The only hosts that get the credentials, whatever `edge`, `region` or the link to a next page say. */
const twilioHost = /^(?:api|accounts|messaging)(?:\.[a-z0-9-]+){0,2}\.twilio\.com$/;

/**
 * An HTTP client for the SDK on the outbound policy, in place of its own, which brings axios, follows the environment's
 * proxy and costs three times as much.
 *
 * @param secrets what must not show in an error, should Twilio repeat it
 */
export function createHttpClient(runtime: Runtime, secrets: readonly string[]): SdkHttpClient {
  return {
    request: async ({ method, uri, username = '', password = '', headers = {}, params = {}, data = {} }) =>
      callTwilio(
        runtime,
        {
          url: twilioUrl(uri, params),
          method: method.toUpperCase(),
          headers: { ...headers, Authorization: basicAuthorization(username, password) },
          ...(method === 'post' && { body: toForm(data).toString() }),
        },
        () => secrets,
      ),
  };
}

/**
 * Calls Twilio, once. An answer that is no success becomes a connector error here, where all of the answer is known.
 *
 * @param request with a URL of {@link twilioUrl}
 * @param secretsOf what must not show in an error, should Twilio repeat it
 */
export async function callTwilio(
  { egress, clock }: Runtime,
  request: EgressRequest,
  secretsOf: () => readonly string[],
): Promise<SdkResponse> {
  const isSending = request.method === 'POST';
  const response = await egress.request(request).catch((error: unknown) => {
    throw transportError(error, isSending);
  });
  const { status: statusCode, body } = response;
  if (statusCode < 200 || statusCode > 299) {
    throw refusalError(response, { secrets: secretsOf(), isSending, now: clock.now() });
  }
  return { statusCode, body: parsed(body, isSending) };
}

/** @throws `egress_refused` when the address is not one of Twilio's own */
export function twilioUrl(uri: string, params: object = {}): URL {
  const url = new URL(uri);
  if (!twilioHost.test(url.host)) {
    throw new ConnectorError('egress_refused', { hint: 'The credentials are for Twilio’s own hosts only.' });
  }
  for (const [name, value] of toForm(params)) url.searchParams.append(name, value);
  return url;
}

/** RFC 7617. */
export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

export function toForm(values: object): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const item of Array.isArray(value) ? value : [value]) form.append(name, String(item));
  }
  return form;
}

function parsed(body: Uint8Array, isSending: boolean): unknown {
  try {
    return parseJson(body);
  } catch (error) {
    throw unreadableAnswer(error, isSending);
  }
}
