import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CreateConnectorOptions } from './index.ts';
import { createConnector } from './index.ts';
import { runNode, runScript } from './testing/run-command.ts';
import { createScratch, type Scratch } from './testing/scratch.ts';

/** One of each type, with names that are longer and shorter than those of the templates. */
const requests: readonly CreateConnectorOptions[] = [
  { type: 'openid', name: 'acme-id', title: 'Acme ID', endpoints: { issuer: 'https://login.acme.test/tenant/' } },
  {
    type: 'oauth',
    name: 'the-longest-name-of-a-provider-there-is',
    title: 'Größte & Söhne',
    endpoints: {
      'authorization-endpoint': 'https://acme.test/oauth?tenant=1',
      'token-endpoint': 'https://acme.test/oauth/token',
      'user-info-endpoint': 'https://api.acme.test/v2/me?fields=id,name',
    },
  },
  { type: 'email', name: 'a1-mail', endpoints: { 'base-url': 'https://mail.acme.test:8443/api/' } },
  { type: 'sms', name: 'x' },
  { type: 'governance', name: 'acme-access', title: 'Acme' },
];

let scratch: Scratch;
beforeAll(async () => {
  scratch = await createScratch();
}, 120_000);
afterAll(async () => scratch?.remove());

const numberOfTests = (output: string): number => Number(/Tests .*?(\d+) passed/.exec(output)?.[1] ?? 0);

describe('generated connectors', { concurrent: true, timeout: 240_000 }, () => {
  it('are packages of the workspace that compile, are formatted, and pass their tests', async () => {
    const { workspace } = scratch;
    for (const request of requests) {
      const directory = join(workspace, 'packages/tools');
      const created = await createConnector({ ...request, directory });
      expect(created).toMatchObject({ packageName: `@jackfield/${request.name}`, workspace });
      expect(created.folder).toBe(join(workspace, 'packages', request.name));
      await runNode('typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit'], created.folder);
      await runNode('oxfmt/bin/oxfmt', ['--check', created.folder], workspace);
    }
    const output = await runNode('vitest/vitest.mjs', ['run'], workspace);
    expect(numberOfTests(output)).toBeGreaterThan(requests.length * 60);
  });

  it.each(requests)('stand alone, compile, build and pass their tests: $type', async (request) => {
    const { outside } = scratch;
    const { packageName, folder } = await createConnector({ ...request, directory: outside });
    expect(packageName).toBe(`jackfield-connector-${request.name}`);
    expect(numberOfTests(await runScript('test', folder))).toBeGreaterThan(50);
    const readme = await readFile(join(folder, 'README.md'), 'utf8');
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);
    expect(blocks.length).toBeGreaterThan(1);
    for (const [index, code] of blocks.entries()) await writeFile(join(folder, `src/readme-block-${index}.ts`), code);
    await runScript('typecheck', folder);
  });
});
