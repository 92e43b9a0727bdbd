import { readFile } from 'node:fs/promises';
import type { ConnectorModule } from '@jackfield/connector-kit';
import { defineSuite, type Skip } from '../define-suite.ts';
import { exportCases } from './exports.ts';
import { fileCases } from './files.ts';
import { type Manifest, manifestCases, manifestGuard } from './manifest.ts';
import { metadataCases } from './metadata.ts';
import { isolationCases } from './isolation.ts';
import { readmeCases } from './readme.ts';

const cases = {
  ...exportCases,
  ...metadataCases,
  ...manifestCases,
  ...fileCases,
  ...readmeCases,
  ...isolationCases,
};

export interface PackageSuiteOptions {
  /** What the package exports: `import * as module from './index.ts'`. */
  readonly module: ConnectorModule;
  /** `new URL('../package.json', import.meta.url)`. */
  readonly packageJsonUrl: URL;
  readonly skip?: Skip<keyof typeof cases>;
}

/** What every case of the package suite gets. */
export interface PackageContext {
  readonly module: ConnectorModule;
  readonly packageJsonUrl: URL;
  readonly manifest: Manifest;
}

/** Checks that a connector package has the shape that hosts, consoles and readers rely on. */
export function packageSuite({ module, packageJsonUrl, skip }: PackageSuiteOptions): void {
  defineSuite<PackageContext, keyof typeof cases>({
    title: `package suite: ${module.metadata.id}`,
    cases,
    skip,
    start: async () => {
      const manifest = manifestGuard.parse(JSON.parse(await readFile(packageJsonUrl, 'utf8')));
      return { module, packageJsonUrl, manifest };
    },
  });
}
