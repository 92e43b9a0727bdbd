import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHost, keysFromText, newKey } from '@jackfield/connector-host';
import type { StartSubject } from '../measure/subject.ts';
import { client } from '../provider/world.ts';
import { createBenchRuntime, discoveryOf } from './load-connector.ts';
import { signInSubject } from './sign-in.ts';
import { openIdConfig } from './social.ts';

const id = 'bench';
const publicUrl = new URL(client.redirectUri).origin;

/**
 * Sign-ins with `oidc-standard` through the host: one process, SQLite. It begins and finishes each by the host's HTTP API,
 * as a browser would.
 */
export const host: StartSubject = async (world) => {
  const folder = mkdtempSync(join(tmpdir(), 'jackfield-bench-'));
  const runtime = createBenchRuntime(world, false);
  const running = await createHost({
    databaseUrl: `sqlite:${join(folder, 'host.sqlite')}`,
    keyRing: keysFromText(newKey(), 'BENCH_KEY'),
    discovery: await discoveryOf('oidc-standard'),
    settings: { publicUrl },
    runtime,
  });
  const config = openIdConfig(world);
  await running.connectors.create({ id, connectorId: 'oidc-standard', config, metadata: { target: 'bench' } }, 'bench');

  let visitors = 0;
  return signInSubject(world, {
    async begin() {
      visitors += 1;
      // Each comes from a network of its own: the host limits how often one starts.
      const peer = { remoteAddress: `10.${(visitors >> 16) & 255}.${(visitors >> 8) & 255}.${visitors & 255}` };
      const started = await running.fetch(new Request(`${publicUrl}/sign-in/${id}`), peer);
      const cookie = cookiesOf(started);
      return {
        url: started.headers.get('location') ?? '',
        async finish(callback) {
          const finished = await running.fetch(new Request(callback, { headers: { cookie } }), peer);
          const request = new Request(publicUrl, { headers: { cookie: cookiesOf(finished) } });
          const session = await running.getSession(request);
          return { id: session?.identity?.subject ?? '', email: session?.user.email ?? undefined };
        },
      };
    },
    async close() {
      await running.close();
      await runtime.close();
      rmSync(folder, { recursive: true, force: true });
    },
  });
};

function cookiesOf({ headers }: Response): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
}
