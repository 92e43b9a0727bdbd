import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const kitManifest = createRequire(import.meta.url).resolve('@jackfield/connector-kit/package.json');
const kit = join(kitManifest, '..');
let folder = '';

/** Another copy of the kit, with the oldest zod that is supported. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jackfield-other-kit-'));
  await cp(join(kit, 'src'), join(folder, 'kit'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
  await mkdir(join(folder, 'node_modules'));
  await symlink(await realpath(join(kit, 'node_modules/zod-oldest')), join(folder, 'node_modules/zod'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const program = (connector: string) => `
  import * as connector from ${JSON.stringify(connector)};
  import { ConnectorError, errorCodes, parseConfig, parseConnectorModule } from './kit/index.ts';
  import { configurationTable, secretPaths } from './kit/schema/index.ts';

  const config = { ...connector.configTemplate, clientId: '' };
  const thrown = await connector.default({ config }).catch((error) => error);
  const refused = (() => { try { parseConfig(connector.configGuard, config); } catch (error) { return error; } })();
  console.log(JSON.stringify({
    sameClass: thrown instanceof ConnectorError,
    recognised: ConnectorError.isInstance(thrown),
    code: thrown.code in errorCodes && thrown.code,
    paths: thrown.issues.map(({ path }) => path),
    samePaths: refused.issues.map(({ path }) => path),
    module: parseConnectorModule(connector).metadata.id,
    secrets: secretPaths(connector.configGuard).map((path) => path.join('.')),
    table: configurationTable(connector.configGuard).includes('clientId'),
  }));
`;

describe('in a program with another copy of the kit', () => {
  it('errors are recognised and guards work', async () => {
    const file = join(folder, 'program.ts');
    await writeFile(file, program(new URL('index.ts', import.meta.url).href));
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--conditions=@jackfield/source', file], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    expect(JSON.parse(stdout)).toEqual({
      sameClass: false,
      recognised: true,
      code: 'invalid_config',
      paths: ['clientId'],
      samePaths: ['clientId'],
      module: 'oidc-standard',
      secrets: ['clientAuthentication.clientSecret', 'clientAuthentication.privateKey'],
      table: true,
    });
  });
});
