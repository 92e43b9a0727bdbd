import type { Consumer } from './consumer.ts';

/**
 * What an installation must not bring: code for a job that the package does not do.
 *
 * @param social whether the package signs people in
 */
export function installFaults({ tarball, installed, withInstallScript }: Consumer, social: boolean): string[] {
  const names = installed.map(({ name }) => name);
  const shared = names.filter((name) => name === 'zod' || name.startsWith('@jackfield/'));
  const copies = shared.filter((name, index) => shared.indexOf(name) !== index);
  const signIn = social ? [] : names.filter((name) => /oauth|openid|(?:^|\/)oidc/.test(name) && name !== tarball.name);
  return [
    ...withInstallScript.map((name) => `installing it runs a script of ${name}`),
    ...copies.map((name) => `it brings ${name} twice`),
    ...signIn.map((name) => `it brings ${name}, but signs nobody in`),
  ];
}
