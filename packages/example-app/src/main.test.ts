import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

function run(args: readonly string[] = [], port = '') {
  const child = spawn(process.execPath, ['--conditions=@jackfield/source', main, ...args], {
    env: { ...process.env, NODE_OPTIONS: '', PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function finish(child: ReturnType<typeof run>) {
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { output, errors, code };
}

async function addressOf(child: ReturnType<typeof run>): Promise<string> {
  const [line] = await once(createInterface(child.stdout), 'line');
  return /http:\/\/127\.0\.0\.1:\d+\//.exec(String(line))?.[0] ?? '';
}

async function takenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

test.each(['SIGTERM', 'SIGINT'] as const)('prints one address, serves it, and ends cleanly at %s', async (signal) => {
  const child = run();
  const address = await addressOf(child);
  expect((await fetch(address)).status).toBe(200);
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
  await expect(fetch(address)).rejects.toThrow('fetch failed');
});

test('--port comes before PORT, and PORT before any free port', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const byOption = run(['--port', String(first)], String(second));
  expect(await addressOf(byOption)).toBe(`http://127.0.0.1:${first}/`);
  const byEnvironment = run([], String(second));
  expect(await addressOf(byEnvironment)).toBe(`http://127.0.0.1:${second}/`);
});

test('--smoke prints the person and the mail and ends with 0', async () => {
  const { output, errors, code } = await finish(run(['--smoke']));
  expect(errors).toBe('');
  expect(output).toMatch(
    /^Signed in: Ada Lovelace <ada@example\.test>.*\nMail: .*, code \d{6}\nConfirmed: ada@example\.test\n$/,
  );
  expect(code).toBe(0);
});

test.each([[], ['--smoke']])('a port that is taken is said to be taken %j', async (...args) => {
  const port = await takenPort();
  const { errors, code } = await finish(run([...args, '--port', String(port)]));
  expect(errors).toBe('The port is taken by another program. Choose another: --port <number>\n');
  expect(code).toBe(1);
});

test.each([['--port', '65536'], ['--port', '80a'], ['--port', ''], ['--prot', '80'], ['extra']])(
  'wrong arguments are explained: %j %j',
  async (...args) => {
    const { output, errors, code } = await finish(run(args));
    expect(output).toBe('');
    expect(errors).toContain('Usage: npx pnpm@12 example [--port <number>] [--smoke]');
    expect(errors).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  },
);
