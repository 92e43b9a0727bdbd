import { ConnectorError, type EgressRequest } from '@jackfield/connector-kit';
import { basicAuthorization, type SdkRequest, toForm, twilioUrl } from './http-client.ts';
import { loginOf, type TwilioSettings } from './settings.ts';
import { openTwilioClient } from './twilio-client.ts';

/** The request for any message of a configuration: everything but recipient and text. */
export interface MessageRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The fixed parameters, as they stand in the body. */
  readonly form: string;
  /** What Twilio calls the other two. */
  readonly names: { readonly to: string; readonly body: string };
}

/** What stands for recipient and text while the SDK writes the request; nothing in a configuration equals them. */
const open = { to: '<to>', body: '<body>' };

const drafts = new WeakMap<TwilioSettings, MessageRequest>();

/**
 * Has the SDK write the request for messages, once for each configuration: its layers take several times as long as all
 * the rest of a message. The SDK is loaded for the first.
 */
export function messageRequestOf(settings: TwilioSettings): MessageRequest | Promise<MessageRequest> {
  return drafts.get(settings) ?? draftRequest(settings);
}

/** The request for one message. */
export function fillRequest({ url, headers, form, names }: MessageRequest, to: string, body: string): EgressRequest {
  const own = new URLSearchParams({ [names.to]: to, [names.body]: body });
  return { url, method: 'POST', headers, body: `${form}&${own.toString()}` };
}

async function draftRequest(settings: TwilioSettings): Promise<MessageRequest> {
  const { uri, headers, data = {} } = await recordRequest(settings);
  const { username, password } = loginOf(settings.credentials);
  const parameters = Object.entries(data);
  const fixed = parameters.filter(([, value]) => value !== open.to && value !== open.body);
  const draft = {
    url: twilioUrl(uri),
    headers: {
      // No other header of the SDK's is kept: one that belongs to a single message must not be repeated.
      ...(headers?.['User-Agent'] && { 'User-Agent': headers['User-Agent'] }),
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
      Authorization: basicAuthorization(username, password),
    },
    form: toForm(Object.fromEntries(fixed)).toString(),
    names: { to: nameOf(open.to, parameters), body: nameOf(open.body, parameters) },
  };
  drafts.set(settings, draft);
  return draft;
}

/** What the SDK would send for a message. Nothing leaves, and what the SDK makes of the answer does not matter. */
async function recordRequest(settings: TwilioSettings): Promise<SdkRequest> {
  const requests: SdkRequest[] = [];
  const recorder = {
    request: async (request: SdkRequest) => {
      requests.push(request);
      return { statusCode: 201, body: {} };
    },
  };
  const { messages } = openTwilioClient(settings, recorder);
  await messages.create({ ...open, ...parametersOf(settings) }).catch(() => undefined);
  const [request] = requests;
  if (request === undefined) throw unusableSdk();
  return request;
}

function nameOf(wanted: string, parameters: readonly [string, unknown][]): string {
  const found = parameters.find(([, value]) => value === wanted);
  if (found === undefined) throw unusableSdk();
  return found[0];
}

function unusableSdk(): ConnectorError {
  return new ConnectorError('general', {
    hint: 'The installed version of Twilio’s SDK writes no requests for messages.',
  });
}

function parametersOf(settings: TwilioSettings): Record<string, string | number> {
  const { validityPeriod, riskCheck, statusCallback } = settings;
  return {
    ...senderOf(settings),
    validityPeriod,
    riskCheck,
    ...(statusCallback && { statusCallback: statusCallback.url }),
  };
}

function senderOf({ sender }: TwilioSettings): Record<string, string> {
  switch (sender.kind) {
    case 'messaging-service':
      return { messagingServiceSid: sender.messagingServiceSid };
    case 'number':
      return { from: sender.phoneNumber };
    case 'short-code':
      return { from: sender.shortCode };
    case 'alphanumeric':
      return { from: sender.senderId };
  }
}
