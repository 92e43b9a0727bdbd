import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectorTypeNames, describeType } from './connector-types.ts';
import { workspaceRoot } from './testing/scratch.ts';

const read = (path: string) => readFile(join(workspaceRoot, path), 'utf8');
const readJson = async (path: string) => JSON.parse(await read(path));
const templates = 'packages/create-connector/templates';
/** A finished connector, which the templates must not drift away from. */
const finished = 'packages/github';

describe.each(connectorTypeNames)('the template %s', (type) => {
  const template = `${templates}/${type}`;

  it.each(['tsconfig.build.json', 'src/json.d.ts', 'src/config-template.ts'])(
    'has the %s of a finished connector',
    async (path) => {
      expect(await read(`${template}/${path}`)).toBe(await read(`${finished}/${path}`));
    },
  );

  it.each(['tsconfig.json', 'vitest.config.ts'])('has the %s of a finished connector, deeper down', async (path) => {
    expect((await read(`${template}/${path}`)).replaceAll('../../../../', '../../')).toBe(
      await read(`${finished}/${path}`),
    );
  });

  it('has the manifest of a finished connector, but for what it is', async () => {
    const { dependencies, devDependencies, description, ...manifest } = await readJson(`${template}/package.json`);
    const like = JSON.parse(
      (await read(`${finished}/package.json`)).replaceAll(/(packages|@jackfield)\/github/g, '$1/specimen'),
    );
    expect(manifest).toEqual({
      ...Object.fromEntries(Object.entries(like).filter(([key]) => !/ependencies$|^description$/.test(key))),
      peerDependencies: like.peerDependencies,
    });
    expect(description).toMatch(/Specimen/);
    const known = { ...like.dependencies, ...like.devDependencies };
    expect(known).toMatchObject({ ...dependencies, ...devDependencies });
  });

  it('has the modules of a connector package, and holds each of its placeholders', async () => {
    const files = await readdir(join(workspaceRoot, template, 'src'));
    const modules = ['index', 'metadata', 'config', 'responses', 'connector', 'endpoints', 'contract.test'];
    expect(files).toEqual(expect.arrayContaining(modules.map((name) => `${name}.ts`)));
    const endpoints = await read(`${template}/src/endpoints.ts`);
    for (const { placeholder } of describeType(type).endpoints) expect(endpoints).toContain(`'${placeholder}'`);
  });
});

describe('the settings of a connector outside of the workspace', () => {
  it('are those of the workspace, without its condition for sources', async () => {
    const base = await readJson('tsconfig.base.json');
    const { customConditions: _, ...compilerOptions } = base.compilerOptions;
    const { include } = await readJson(`${finished}/tsconfig.json`);
    expect(await readJson(`${templates}/outside/tsconfig.json`)).toEqual({ ...base, compilerOptions, include });
    const build = await readJson(`${finished}/tsconfig.build.json`);
    delete build.compilerOptions.customConditions;
    expect(await readJson(`${templates}/outside/tsconfig.build.json`)).toEqual(build);
  });
});
