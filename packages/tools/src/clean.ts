// Removes the `dist` folder of the package in which it is called, so that no deleted source lives on in a build.
import { rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
