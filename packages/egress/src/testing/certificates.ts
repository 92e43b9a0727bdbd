import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

const hour = 3_600_000;
const common = { keyType: 'ec', algorithm: 'sha256' } as const;

/** A key and its certificate, in PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** A throwaway certificate authority. */
export interface Authority {
  /** Its certificate, in PEM. */
  readonly ca: string;
  /** @param validity hours from now between which the certificate is valid; default -1 and 1 */
  issue(hosts: readonly string[], validity?: { from?: number; to?: number }): Promise<Identity>;
}

export async function createAuthority(): Promise<Authority> {
  const root = await generate([{ name: 'commonName', value: `Test authority ${randomUUID()}` }], {
    ...common,
    ...between({}),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, critical: true },
    ],
  });
  return {
    ca: root.cert,
    issue: async (hosts, validity = {}) => {
      const server = await generate([{ name: 'commonName', value: 'Test server' }], {
        ...common,
        ...between(validity),
        ca: { key: root.private, cert: root.cert },
        extensions: [{ name: 'subjectAltName', altNames: hosts.map(alternativeName) }],
      });
      return { key: server.private, cert: server.cert };
    },
  };
}

/** A certificate that only vouches for itself. */
export async function selfSigned(host: string): Promise<Identity> {
  const extensions = [{ name: 'subjectAltName' as const, altNames: [alternativeName(host)] }];
  const server = await generate([{ name: 'commonName', value: host }], { ...common, ...between({}), extensions });
  return { key: server.private, cert: server.cert };
}

const alternativeName = (host: string) =>
  isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host };

function between({ from = -1, to = 1 }: { from?: number; to?: number }): { notBeforeDate: Date; notAfterDate: Date } {
  return { notBeforeDate: new Date(Date.now() + from * hour), notAfterDate: new Date(Date.now() + to * hour) };
}
