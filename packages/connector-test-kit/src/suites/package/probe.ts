/**
 * A program that loads a package, creates a connector from its template, and prints which resources that reach outside
 * came into being. It watches through `node:async_hooks` and patches nothing. Arguments: package name, `import` or
 * `require`. It is a text because it runs in a process of its own, with the package's folder as its place.
 */
export const probe = `
import { createHook } from 'node:async_hooks';
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';

const [name, how] = process.argv.slice(1);
const outside = new Set();
const reaching = /^(?:TCP|TLS|UDP|PIPECONNECT|QUERY|GETADDRINFO|GETNAMEINFO|PROCESS|HTTP)/;
createHook({ init: (id, type) => reaching.test(type) && outside.add(type) }).enable();

let error;
try {
  const require = createRequire(process.cwd() + '/');
  const module = how === 'require' ? require(name) : await import(name);
  await module.default({ config: module.configTemplate });
  await module.default({ getConfig: async () => module.configTemplate });
} catch (thrown) {
  error = String(thrown?.stack ?? thrown);
}
setTimeout(() => {
  outside.add('something that keeps the process alive');
  process.exit();
}, 2000).unref();
process.on('exit', () => {
  writeSync(1, JSON.stringify({ outside: [...outside], error }));
});
`;
