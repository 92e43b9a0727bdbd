import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Message, publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packedText, type Tarball } from './pack.ts';

const expectedFile =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|logo(?:-dark)?\.svg|config-template\.json|dist\/.+\.(?:js|d\.ts))$/;
const testFile = /\.test(?:-d)?\.|(?:^|\/)(?:__tests__|testing|tests?|fixtures?)\//;
/** What a package writes into other packages has any files; which ones, the list of expected files says. */
const template = /^(?:\.?\/)?templates\//;
const requiredFiles = ['package.json', 'README.md', 'LICENSE'];
const installHooks = ['preinstall', 'install', 'postinstall', 'prepare'];
const engines = '^22.21 || >=24.5';

/** What is wrong with the files of a tarball, one sentence each. */
export async function contentFaults(tarball: Tarball): Promise<string[]> {
  return [
    ...manifestFaults(tarball),
    ...fileFaults(tarball),
    ...sourceMapFaults(tarball),
    ...(await publintFaults(tarball)),
  ];
}

function manifestFaults(tarball: Tarball): string[] {
  const { manifest, files } = tarball;
  const text = packedText(tarball, 'package.json');
  const remains = ['workspace:', 'catalog:', '@jackfield/source'].filter((remain) => text.includes(remain));
  const targets = Object.values(manifest.exports).flatMap(exportTargets);
  const hooks = installHooks.filter((hook) => hook in manifest.scripts);
  return [
    ...remains.map((remain) => `package.json still says ${remain}`),
    ...targets
      .filter((target) => !files.includes(target.replace(/^\.\//, '')))
      .map((target) => `exports names ${target}, which is not packed`),
    ...hooks.map((hook) => `package.json runs a script at ${hook}`),
    ...(manifest.engines.node === engines ? [] : [`engines.node is not ${engines}`]),
  ];
}

/** The paths that a value of `exports` leads to, under whichever conditions. */
function exportTargets(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(exportTargets) : [];
}

function fileFaults({ files: all, source }: Tarball): string[] {
  const files = all.filter((file) => !template.test(file));
  const withoutTypes = files.filter((file) => file.endsWith('.js') && !files.includes(file.replace(/\.js$/, '.d.ts')));
  const required = existsSync(join(source, 'CHANGELOG.md')) ? [...requiredFiles, 'CHANGELOG.md'] : requiredFiles;
  return [
    ...required.filter((file) => !files.includes(file)).map((file) => `${file} is not packed`),
    ...files
      .filter((file) => !expectedFile.test(file) || testFile.test(file))
      .map((file) => `${file} should not be packed`),
    ...withoutTypes.map((file) => `${file} has no declarations`),
  ];
}

function sourceMapFaults(tarball: Tarball): string[] {
  return tarball.files
    .filter((file) => /\.(?:js|ts)$/.test(file))
    .flatMap((file) => {
      const map = /^\/\/# sourceMappingURL=(?<map>\S+)$/m.exec(packedText(tarball, file))?.groups?.map;
      const packed = map === undefined || tarball.files.includes(posix.join(posix.dirname(file), map));
      return packed ? [] : [`${file} names a source map that is not packed`];
    });
}

async function publintFaults({ folder }: Tarball): Promise<string[]> {
  const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
  return messages
    .filter((message) => !isAboutTemplates(message))
    .map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`);
}

function isAboutTemplates({ code, args }: Message): boolean {
  if (code === 'NESTED_PACKAGE_JSON_FIELD_IGNORED') return template.test(args.filePath);
  return code === 'USE_FILES' && args.internalFilePaths.every((path) => template.test(path));
}
