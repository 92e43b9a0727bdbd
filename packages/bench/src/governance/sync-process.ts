// One sync in a process of its own, so that its peak memory is its own.
import { createRuntime } from '@jackfield/egress';
import * as z from 'zod';
import { createLogtoGovernance } from '../../../logto-governance/src/index.ts';
import { answerParent } from '../measure/worker.ts';

const taskGuard = z.object({
  baseUrl: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
  database: z.string(),
});

answerParent(
  {
    async sync(argument) {
      const { baseUrl, clientId, clientSecret, database } = taskGuard.parse(argument);
      const runtime = createRuntime({ egress: { privateHosts: [new URL(baseUrl).host] } });
      const connector = await createLogtoGovernance({ config: { baseUrl, clientId, clientSecret }, runtime });
      const begun = performance.now();
      const { state, requests } = await connector.sync({ database });
      const seconds = (performance.now() - begun) / 1000;
      await runtime.close();
      return { state, requests, seconds, peak: process.resourceUsage().maxRSS / 1024 };
    },
  },
  async () => undefined,
);
