import https from 'node:https';
import tls from 'node:tls';
import type { World } from '../provider/world.ts';

export interface BareRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * What everything else is compared with: `node:https` and nothing on top of it. Agent and TLS settings are those of
 * `@jackfield/egress`; what that checks and limits beyond them is left out.
 */
export class BareTransport {
  readonly #agent: https.Agent;

  /** @param proxied whether the hosts are reached through the tunnel */
  constructor({ ca, proxy }: World, proxied: boolean) {
    this.#agent = new https.Agent({
      keepAlive: true,
      maxSockets: 64,
      timeout: 4_000,
      secureContext: tls.createSecureContext({ ca: [...tls.getCACertificates('default'), ca] }),
      proxyEnv: proxied ? { HTTPS_PROXY: proxy } : {},
    });
  }

  /** @throws for anything but a success with JSON */
  request({ url, method, headers, body }: BareRequest): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const request = https.request(url, { method, headers, agent: this.#agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const { statusCode = 0 } = response;
          if (statusCode < 200 || statusCode > 299) reject(new Error(`${url} answered ${statusCode}: ${text}`));
          else resolve(JSON.parse(text));
        });
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
