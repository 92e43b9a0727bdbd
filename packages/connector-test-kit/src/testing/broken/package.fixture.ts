import { afterAll, describe } from 'vitest';
import { packageSuite } from '../../index.ts';
import * as tiny from '../tiny-social/src/index.ts';
import { brokenPackages, copyPackage } from './package.ts';

const reason = 'the fault is not in the code';
const skip = { 'reaches nothing outside when it is imported and created': reason, 'can be loaded by require': reason };

for (const [fault, { module = tiny, edit, isLoaded }] of Object.entries(brokenPackages)) {
  const { packageJsonUrl, remove } = await copyPackage(edit);
  describe(`package: ${fault}`, () => {
    afterAll(remove);
    packageSuite({ module, packageJsonUrl, ...(isLoaded ? {} : { skip }) });
  });
}
