import { access, readFile } from 'node:fs/promises';
import { loadAssets, sanitizeSvg } from '@jackfield/connector-kit/assets';
import { checkTemplate, templateFromGuard } from '@jackfield/connector-kit/schema';
import { expect } from 'vitest';
import type { Cases } from '../define-suite.ts';
import { svgParts } from './svg-parts.ts';
import type { PackageContext } from './suite.ts';

const sources = ['index.ts', 'metadata.ts', 'config.ts', 'connector.ts', 'contract.test.ts'];
const settings = ['LICENSE', 'README.md', 'tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts'];

/** The files beside the code. */
export const fileCases = {
  'has the files of a connector package': async ({ module, manifest, packageJsonUrl }) => {
    const { logo, logoDark, readme, configTemplate } = module.metadata;
    const assets = [logo, logoDark, readme, configTemplate].filter((path) => path !== null);
    const changelog = manifest.version === '0.0.0' ? [] : ['CHANGELOG.md'];
    const local = assets.filter((path) => !path.startsWith('https://'));
    expect(await missing([...settings, ...changelog, ...local], packageJsonUrl)).toEqual([]);
  },
  'has its sources where readers look for them': async ({ packageJsonUrl }) => {
    expect(
      await missing(
        sources.map((name) => `src/${name}`),
        packageJsonUrl,
      ),
    ).toEqual([]);
  },
  'has assets that a host can show': async ({ module, packageJsonUrl }) => {
    const { logo, logoDark, readme } = await loadAssets(packageJsonUrl, module.metadata);
    for (const url of [logo, logoDark]) expect(url).toMatch(/^(?:data:image\/(?:svg\+xml|png)[;,]|https:)/);
    expect(readme).toMatch(/\S/);
  },
  'has drawn logos that lose nothing when they are sanitised': async ({ module, packageJsonUrl }) => {
    const { logo, logoDark } = module.metadata;
    for (const path of [logo, logoDark]) {
      if (path === null || !/^(?!https:).*\.svg$/.test(path)) continue;
      const drawing = await readFile(new URL(path, packageJsonUrl), 'utf8');
      expect(svgParts(sanitizeSvg(drawing)), path).toEqual(svgParts(drawing));
    }
  },
  'has a template that is valid and made from the guard': async ({ module, packageJsonUrl }) => {
    const file: unknown = JSON.parse(await readFile(new URL(module.metadata.configTemplate, packageJsonUrl), 'utf8'));
    checkTemplate(module.configGuard, file);
    expect(file).toEqual(templateFromGuard(module.configGuard));
    expect(module.configTemplate, 'the exported template').toEqual(file);
  },
} as const satisfies Cases<PackageContext>;

async function missing(paths: readonly string[], base: URL): Promise<string[]> {
  const found = await Promise.all(
    paths.map((path) =>
      access(new URL(path, base)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => found[index] !== true);
}
