// The providers, in a process of their own, so that their work does not count as the measured one's.
import { answerParent } from '../measure/worker.ts';
import { startProvider } from './provider.ts';

const provider = await startProvider();
answerParent(
  {
    world: async () => provider.world,
    counts: async () => provider.counts,
    resetCounts: async () => provider.resetCounts(),
  },
  () => provider.close(),
);
