import { once } from 'node:events';
import { serve, type Serving } from '../host/serve.ts';
import { Problems } from '../settings/problems.ts';
import { readServerSettings } from '../settings/server.ts';
import { readStorage } from '../settings/storage.ts';
import type { Command } from './command.ts';

/** Runs the host. */
export const start: Command = {
  name: 'start',
  summary: 'run the host until it is told to end (SIGTERM, Ctrl-C)',
  operands: [],
  options: ['port', 'host', 'public-url', 'trusted-proxy', 'return-origin', 'secrets', 'drain', 'log-level'],
  notes: [
    'The address goes to the standard output, the log to the standard error: as text on a terminal, else as JSON.',
  ],
  async run(context) {
    const { options, environment, folder, print, progress, signal } = context;
    const problems = new Problems();
    const storage = readStorage(options, environment, folder, problems);
    const server = readServerSettings(options, environment, problems);
    problems.check();
    const { createLog } = await import('@jackfield/connector-host');
    const log = createLog({
      write: (line) => void progress.write(line),
      level: server.logLevel,
      format: progress.isTTY && !options.json ? 'text' : 'json',
    });
    if (storage.databaseFile === undefined && storage.keyText === undefined) {
      log('warn', 'keys.on_this_machine', { hint: 'Processes on other machines need the same keys: JACKFIELD_KEYS.' });
    }
    const serving = await serve({ storage, server, environment, log, prepareSite: context.prepareSite });
    const stopped = signal.aborted ? Promise.resolve() : once(signal, 'abort');
    try {
      print(greeting(serving, options.json === true));
      await serving.site?.ready(serving.host);
      await stopped;
      return 0;
    } finally {
      await serving.close();
    }
  },
};

function greeting({ url, site }: Serving, asJson: boolean): string {
  if (asJson) return JSON.stringify({ url });
  if (site) return `Open ${url}/ (end with Ctrl-C)`;
  return `Sign in at ${url}/sign-in, manage at ${url}/api/docs (end with Ctrl-C)`;
}
