// One subject, in a process of its own: neither its garbage nor its optimised code can touch another's.
import * as z from 'zod';
import { worldGuard } from '../provider/world.ts';
import { startSubject } from '../subjects/index.ts';
import { Meter } from './meter.ts';
import { answerParent } from './worker.ts';

const batchGuard = z.object({ count: z.int().positive(), inFlight: z.int().positive() });

const [name = '', world = ''] = process.argv.slice(2);
const subject = await startSubject(name, worldGuard.parse(JSON.parse(world)));

answerParent(
  {
    async batch(argument) {
      const { count, inFlight } = batchGuard.parse(argument);
      const meter = new Meter();
      await subject.batch(count, inFlight, meter);
      return meter.reading;
    },
  },
  () => subject.close(),
);
