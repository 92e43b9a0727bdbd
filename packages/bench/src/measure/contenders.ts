import type { World } from '../provider/world.ts';
import type { Contender } from './rounds.ts';
import { startWorker } from './worker.ts';

const subjectProcess = new URL('subject-process.ts', import.meta.url);

/** A subject of this package, in a process of its own. */
export function contender(name: string): Contender {
  return { name, start: (world) => startWorker(subjectProcess, { args: [name, JSON.stringify(world)] }) };
}

/**
 * Another library. It is led to the fake providers by the environment, since most name their hosts in the code.
 *
 * @param caPath a file with the providers' authority
 */
export function peerContender(name: string, caPath: string): Contender {
  const env = ({ proxy }: World) => ({
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: proxy,
    NO_PROXY: 'localhost',
    NODE_EXTRA_CA_CERTS: caPath,
  });
  return {
    name,
    start: (world) => startWorker(subjectProcess, { args: [`peers/${name}`, JSON.stringify(world)], env: env(world) }),
  };
}
