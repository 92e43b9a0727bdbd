import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { runServer } from 'verdaccio';
import { listen } from '../ports.ts';

/** A registry on this machine that knows nothing but what was published to it. */
export interface Registry {
  /** With a slash at its end. */
  url: string;
  /** The content of a `.npmrc` for those who publish: everything goes to this registry. */
  npmrc: string;
  /** Options of `npm install` for those who use it: this project's scope comes from here, the rest from elsewhere. */
  npmArguments: readonly string[];
  /** What `npm install` is asked for to get this version from here. */
  specifier(name: string, version: string): string;
  close(): Promise<void>;
}

const own = { access: '$all', publish: '$all' };

/**
 * Starts a registry on a free port of 127.0.0.1, with nothing in it and nothing behind it.
 *
 * @param folder does not exist yet; what is published is kept in it
 */
export async function startRegistry(folder: string): Promise<Registry> {
  const server: Server = await runServer({
    configPath: join(folder, 'config.yaml'),
    storage: join(folder, 'storage'),
    packages: { '@jackfield/*': own, jackfield: own },
    uplinks: {},
    max_body_size: '50mb',
    log: { type: 'stdout', format: 'pretty', level: 'fatal' },
  });
  const host = `127.0.0.1:${await listen(server)}`;
  const url = `http://${host}/`;
  // npm and pnpm publish nothing without a token, whether or not it is looked at.
  const token = `//${host}/:_authToken=rehearsal`;
  return {
    url,
    npmrc: `registry=${url}\n${token}\n`,
    // Ports and versions come again, and npm's cache must not answer for an earlier rehearsal.
    npmArguments: [`--@jackfield:registry=${url}`, `--${token}`, '--prefer-online'],
    specifier: (name, version) =>
      name.startsWith('@') ? `${name}@${version}` : `${url}${name}/-/${name}-${version}.tgz`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
