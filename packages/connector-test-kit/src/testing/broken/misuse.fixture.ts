import { describe } from 'vitest';
import { leakSuite } from '../../index.ts';
import { misuses } from './misuse.ts';

for (const [fault, { options }] of Object.entries(misuses)) describe(`misuse: ${fault}`, () => leakSuite(options));
