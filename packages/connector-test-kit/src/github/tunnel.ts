import { startTunnel, type Tunnel } from '../tunnel.ts';

const authorities: ReadonlySet<string> = new Set(['github.com:443', 'api.github.com:443']);

/**
 * Starts an HTTP proxy on 127.0.0.1 whose tunnels to `github.com` and `api.github.com` end at a fake GitHub, so that the
 * real addresses are exercised.
 *
 * @param target origin of the fake, which has to speak https with a certificate for both names
 */
export async function startGithubTunnel(target: string): Promise<Tunnel> {
  return startTunnel((authority) => authorities.has(authority), Number(new URL(target).port));
}
