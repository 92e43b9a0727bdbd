import { describe, expect, it } from 'vitest';
import { manifestGuard } from '../workspace.ts';
import type { Consumer } from './consumer.ts';
import { installFaults } from './install-limits.ts';

function consumer(names: string[], withInstallScript: string[] = []): Consumer {
  const name = '@jackfield/smtp-email';
  const manifest = manifestGuard.parse({ name, version: '1.0.0' });
  const tarball = { name, source: '', manifest, path: '', size: 0, folder: '', files: [] };
  const installed = names.map((installedName) => ({ name: installedName, version: '1.0.0', integrity: undefined }));
  return { folder: '', tarball, installed, withInstallScript, npmArguments: [] };
}

describe('installFaults', () => {
  it('finds nothing wrong with what a mail connector needs', () => {
    expect(installFaults(consumer(['@jackfield/connector-kit', 'nodemailer', 'zod']), false)).toEqual([]);
  });

  it('finds sign-in code, unless the package signs people in', () => {
    const installed = ['@jackfield/oauth-kit', 'oauth4webapi', 'zod'];
    expect(installFaults(consumer(installed), false)).toHaveLength(2);
    expect(installFaults(consumer(installed), true)).toEqual([]);
  });

  it('finds install scripts and second copies of what must be shared', () => {
    expect(installFaults(consumer(['ms', 'ms', 'zod', 'zod'], ['native']), false)).toEqual([
      'installing it runs a script of native',
      'it brings zod twice',
    ]);
  });
});
