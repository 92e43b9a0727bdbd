import { ConnectorError, type Runtime } from '@jackfield/connector-kit';
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

/** What the SDK takes as its HTTP client. */
export interface SdkHttpClient {
  request(request: SdkRequest): Promise<{ statusCode: number; body: unknown }>;
}

/** The only hosts that get the credentials, whatever `edge`, `region` or the link to a next page say. */
const twilioHost = /^(?:api|accounts|messaging)(?:\.[a-z0-9-]+){0,2}\.twilio\.com$/;

/**
 * An HTTP client for the SDK on the outbound policy, in place of its own, which brings axios, follows the environment's
 * proxy and costs three times as much. Answers that are no success become connector errors here, where all of the answer
 * is known.
 *
 * @param secrets what must not show in an error, should Twilio repeat it
 */
export function createHttpClient({ egress, clock }: Runtime, secrets: readonly string[]): SdkHttpClient {
  return {
    async request({ method, uri, username = '', password = '', headers = {}, params = {}, data = {} }) {
      const url = withQuery(uri, params);
      const isSending = method === 'post';
      const response = await egress
        .request({
          url,
          method: method.toUpperCase(),
          headers: { ...headers, Authorization: basicAuthorization(username, password) },
          ...(isSending && { body: toForm(data).toString() }),
        })
        .catch((error: unknown) => Promise.reject(transportError(error, isSending)));
      if (response.status < 200 || response.status > 299) {
        throw refusalError(response, { secrets, isSending, now: clock.now() });
      }
      return { statusCode: response.status, body: parsed(response.body, isSending) };
    },
  };
}

function withQuery(uri: string, params: object): URL {
  const url = new URL(uri);
  if (!twilioHost.test(url.host)) {
    throw new ConnectorError('egress_refused', { hint: 'The credentials are for Twilio’s own hosts only.' });
  }
  for (const [name, value] of toForm(params)) url.searchParams.append(name, value);
  return url;
}

/** RFC 7617. */
function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function toForm(values: object): URLSearchParams {
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
