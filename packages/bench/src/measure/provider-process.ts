import { type World, worldGuard } from '../provider/world.ts';
import { startWorker, type Worker } from './worker.ts';

/** Runs `use` with the providers in a process of their own. */
export async function withProvider<Result>(use: (provider: Worker, world: World) => Promise<Result>): Promise<Result> {
  const provider = startWorker(new URL('../provider/main.ts', import.meta.url));
  try {
    return await use(provider, await provider.call('world', worldGuard));
  } finally {
    await provider.close();
  }
}
