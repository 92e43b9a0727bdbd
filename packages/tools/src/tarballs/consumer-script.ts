/**
 * Runs in a folder in which one package was installed from its tarball, and prints what is wrong, one line each. It is
 * copied there, so it uses nothing but Node.
 *
 * Arguments: `import` or `require`; a {@link ConsumerTask} as JSON.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

export interface ConsumerTask {
  name: string;
  /** Specifiers of code. */
  modules: string[];
  /** Specifiers of files. */
  files: string[];
  connector: boolean;
}

const [mode, json = ''] = process.argv.slice(2);
const task: ConsumerTask = JSON.parse(json);
const require = createRequire(import.meta.url);
const load = (specifier: string): unknown => (mode === 'require' ? require(specifier) : import(specifier));
const find = (specifier: string): string =>
  mode === 'require' ? require.resolve(specifier) : fileURLToPath(import.meta.resolve(specifier));

async function attempt(what: string, action: () => unknown): Promise<void> {
  try {
    if ((await action()) === false) console.log(what);
  } catch (error) {
    console.log(`${what}: ${String(error).split('\n')[0]}`);
  }
}

for (const specifier of task.modules) {
  await attempt(`${specifier} exports nothing`, async () => {
    const exports = await load(specifier);
    return typeof exports === 'object' && exports !== null && Object.keys(exports).length > 0;
  });
}
for (const specifier of task.files) {
  await attempt(`${specifier} is empty`, () => readFileSync(find(specifier)).length > 0);
}
/** What a connector package exports, as far as this script looks at it. */
interface ConnectorExports {
  metadata: { id: string; name: { en: string }; logo: string; logoDark: string | null };
  configGuard: { safeParse(value: unknown): { success: boolean } };
  configTemplate: unknown;
  default: unknown;
}

const isConnectorExports = (value: unknown): value is ConnectorExports =>
  typeof value === 'object' && value !== null && 'metadata' in value && 'configGuard' in value;

async function checkConnector(): Promise<boolean> {
  const exports = await load(task.name);
  if (!isConnectorExports(exports)) return false;
  const { metadata, configGuard, configTemplate, default: create } = exports;
  const template: unknown = JSON.parse(readFileSync(find(`${task.name}/config-template.json`), 'utf8'));
  await attempt('metadata has no id and no English name', () => metadata.id !== '' && metadata.name.en !== '');
  await attempt('configGuard refuses configTemplate', () => configGuard.safeParse(configTemplate).success);
  await attempt('configTemplate differs from its file', () => isDeepStrictEqual(configTemplate, template));
  await attempt('the default export is no factory', () => typeof create === 'function');
  for (const logo of [metadata.logo, metadata.logoDark ?? metadata.logo]) {
    const specifier = `${task.name}/${logo.replace(/^\.\//, '')}`;
    await attempt(`${specifier} is no drawing`, () => readFileSync(find(specifier), 'utf8').includes('<svg'));
  }
  return true;
}

if (task.connector) await attempt('the module does not fit the contract', checkConnector);
