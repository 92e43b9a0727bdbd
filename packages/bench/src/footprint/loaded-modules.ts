import { fileURLToPath } from 'node:url';
import { runChecked } from '../../../tools/src/command.ts';

/** What importing a package loads, beyond what zod loads. */
export interface LoadedModules {
  /** URLs of files. */
  readonly files: readonly string[];
  /** Whether Node has loaded its own undici: that takes tens of milliseconds. */
  readonly undici: boolean;
}

const script = `
  import { registerHooks } from 'node:module';
  const files = [];
  registerHooks({
    load(url, context, next) {
      if (url.startsWith('file:')) files.push(url);
      return next(url, context);
    },
  });
  await import('zod');
  files.length = 0;
  await import(process.argv[1]);
  const undici = process.moduleLoadList.includes('NativeModule internal/deps/undici/undici');
  console.log(JSON.stringify({ files, undici }));
`;

/** Imports a module in a fresh process and lists what that loads. */
export async function loadedModules(specifier: string): Promise<LoadedModules> {
  const flags = ['--conditions=@jackfield/source', '--disable-warning=ExperimentalWarning'];
  const args = [...flags, '--input-type=module', '--eval', script, specifier];
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const { stdout } = await runChecked(process.execPath, args, { cwd });
  const loaded: LoadedModules = JSON.parse(stdout);
  return loaded;
}
