import https from 'node:https';
import type { Duplex } from 'node:stream';
import { renderSms } from '@jackfield/connector-kit/messages';
import twilio from 'twilio';
import type { StartSubject } from '../../src/measure/subject.ts';
import { smsAccount } from '../../src/provider/world.ts';
import { content, messageSubject, smsRecipient } from '../../src/subjects/message.ts';

/** Leads every connection to the fake provider: the SDK turns proxies off. */
class LeadingAgent extends https.Agent {
  readonly #port: number;

  constructor(port: number) {
    // As the SDK's own agent.
    super({ keepAlive: true, maxSockets: 20, maxTotalSockets: 100, maxFreeSockets: 5, timeout: 30_000 });
    this.#port = port;
  }

  override createConnection(
    options: https.RequestOptions,
    created?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    return super.createConnection({ ...options, host: '127.0.0.1', port: this.#port }, created);
  }
}

/** The SDK as it comes, with its own HTTP client. */
export const start: StartSubject = async ({ origin }) => {
  const { accountSid, apiKeySid, apiKeySecret, from } = smsAccount;
  const httpClient = new twilio.RequestClient();
  httpClient.axios.defaults.httpsAgent = new LeadingAgent(Number(new URL(origin).port));
  const { messages } = twilio(apiKeySid, apiKeySecret, { accountSid, httpClient });
  const { text: body } = renderSms({ message: content });
  return messageSubject(
    (index) => messages.create({ to: smsRecipient(index), from, body }),
    async () => undefined,
  );
};
