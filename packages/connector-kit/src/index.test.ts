import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as kit from './index.ts';

const run = promisify(execFile);

/** The modules that a fresh process loads for `file`, over those that it has anyway. */
async function loadedBy(file: string): Promise<readonly string[]> {
  const script = `
    import { writeSync } from 'node:fs';
    const before = new Set(process.moduleLoadList);
    await import(${JSON.stringify(new URL(file, import.meta.url).href)});
    writeSync(1, JSON.stringify(process.moduleLoadList.filter((name) => !before.has(name))));`;
  const options = { env: { ...process.env, NODE_OPTIONS: '' }, cwd: fileURLToPath(new URL('.', import.meta.url)) };
  const { stdout } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', script], options);
  return JSON.parse(stdout) as string[];
}

const network = /^NativeModule (?:_?http|http2|https|net|tls|_tls|dns|dgram|undici|internal\/deps\/undici)/;

describe('@jackfield/connector-kit', () => {
  it.each(['./index.ts', './schema/index.ts', './messages/index.ts', './assets/index.ts'])(
    '%s loads no HTTP client and no socket',
    async (file) => {
      const loaded = await loadedBy(file);
      expect(loaded.filter((name) => network.test(name))).toEqual([]);
    },
  );

  it('would notice an HTTP client', async () => {
    const loaded = await loadedBy('./testing/http-client.ts');
    expect(loaded.filter((name) => network.test(name))).not.toEqual([]);
  });

  it('exports these values', () => {
    expect(Object.keys(kit).toSorted()).toEqual([
      'ConnectorError',
      'connectorModuleGuard',
      'createConfigReader',
      'entitlementId',
      'errorCodes',
      'grantId',
      'messageTypes',
      'metadataGuard',
      'parseConfig',
      'parseConnectorModule',
      'redact',
    ]);
  });
});
