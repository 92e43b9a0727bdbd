/**
 * `node ../tools/src/join-modules.ts`, in a package that was just compiled: joins the modules of `dist` to one file for each
 * entry, and one for what entries share or load on first use. Nothing is shortened or renamed. Node takes about half a
 * millisecond to load a file, however small: a connector and its kits were a hundred.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { rolldown } from 'rolldown';
import * as z from 'zod';

const manifestGuard = z.object({
  bin: z.record(z.string(), z.string()).default({}),
  publishConfig: z.object({ exports: z.record(z.string(), z.unknown()) }),
});
const targetGuard = z.object({ default: z.string() });

const folder = process.cwd();
const dist = join(folder, 'dist');

const { bin, publishConfig } = manifestGuard.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
const targets = Object.values(publishConfig.exports).map((target) => targetGuard.safeParse(target).data?.default);
const entries = [...targets, ...Object.values(bin)].flatMap((path) =>
  path === undefined ? [] : [resolve(folder, path)],
);

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((path) => [relative(dist, path).replace(/\.js$/, ''), path])),
  external: (id) => !/^(?:\.|\/)/.test(id),
  platform: 'node',
});
const { output } = await bundle.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  // Under the name of a module in it, which has its declarations beside it.
  chunkFileNames: ({ moduleIds }) => relative(dist, moduleIds.at(-1) ?? ''),
});
await bundle.close();

for (const file of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
  if (file.endsWith('.js')) rmSync(join(dist, file));
}
for (const chunk of output) {
  if (chunk.type !== 'chunk') throw new Error(`${chunk.fileName} is no module.`);
  const path = join(dist, chunk.fileName);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, chunk.code);
}
