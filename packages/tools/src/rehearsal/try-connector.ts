import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { runCommand } from '../command.ts';
import { freePort } from '../ports.ts';
import { firstProgram, startReadmeServer } from '../readme-server.ts';
import { type Consumer, npmInstall, plainEnvironment } from '../tarballs/consumer.ts';
import { packedText } from '../tarballs/pack.ts';
import { type HelperProcess, startHelper } from './helper-process.ts';

/** What using a connector once came to. */
export interface Trial {
  /** In a few words; empty when it went wrong. */
  done: string;
  faults: string[];
}

const introductionGuard = z.looseObject({
  config: z.looseObject({}),
  way: z.looseObject({}),
  environment: z.record(z.string(), z.string()),
  expected: z.record(z.string(), z.unknown()),
  recipient: z.string(),
});
const callbackGuard = z.object({ callback: z.string() });
const outcomeGuard = z.union([
  z.strictObject({ authorizationUri: z.string() }),
  z.strictObject({ receipt: z.looseObject({ id: z.string().min(1) }) }),
  z.strictObject({ sync: z.looseObject({}) }),
]);
const userGuard = z.object({ user: z.looseObject({}) });
const textGuard = z.object({ text: z.string() });

const code = '482913';

/** What the README's servers import besides packages of this project. */
const serverPackages = ['hono', '@hono/node-server'];

type Introduction = z.infer<typeof introductionGuard>;

/**
 * Uses an installed connector once against a fake provider: signs a person in, sends a code, or syncs. Then runs the first
 * program of its README there; where that is a server, a person signs in through it.
 *
 * @param consumer where it is installed
 * @param providers a folder in which the test kit is installed
 */
export async function tryConnector(consumer: Consumer, providers: string): Promise<Trial> {
  const { folder, tarball } = consumer;
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/callback`;
  const provider = startHelper(providers, 'fake-provider.ts', [tarball.name, redirectUri]);
  try {
    const introduction = introductionGuard.parse(await provider.ask({}));
    const { config, way, recipient } = introduction;
    const task = JSON.stringify({ config, way, redirectUri, recipient, code });
    const visitor = startHelper(folder, 'visitor.ts', [tarball.name, task]);
    const trial = await use(visitor, provider, introduction).finally(() => visitor.close());
    if (trial.faults.length > 0) return trial;
    return { ...trial, faults: await readmeFaults(consumer, port, provider, introduction) };
  } catch (error) {
    return { done: '', faults: [error instanceof Error ? error.message : String(error)] };
  } finally {
    await provider.close();
  }
}

async function use(visitor: HelperProcess, provider: HelperProcess, introduction: Introduction): Promise<Trial> {
  const outcome = outcomeGuard.parse(await visitor.ask({}));
  if ('sync' in outcome) return compare('synced', outcome.sync, introduction);
  if ('receipt' in outcome) {
    const { text } = textGuard.parse(await provider.ask({ read: true }));
    const arrived = text.includes(`${introduction.recipient}: `) && text.includes(code);
    return arrived ? { done: 'sent a code', faults: [] } : { done: '', faults: [`the code did not arrive: ${text}`] };
  }
  const { callback } = await visit(provider, outcome.authorizationUri);
  const { user } = userGuard.parse(await visitor.ask({ callback }));
  return compare('signed a person in', user, introduction);
}

const visit = async (provider: HelperProcess, url: string) => callbackGuard.parse(await provider.ask({ visit: url }));

function compare(done: string, found: Record<string, unknown>, { expected }: Introduction): Trial {
  const wrong = Object.keys(expected).filter((field) => !isDeepStrictEqual(found[field], expected[field]));
  if (wrong.length === 0) return { done, faults: [] };
  return { done: '', faults: [`it ${done} with another ${wrong.join(', ')}: ${JSON.stringify(found)}`] };
}

async function readmeFaults(
  consumer: Consumer,
  port: number,
  provider: HelperProcess,
  introduction: Introduction,
): Promise<string[]> {
  const { folder, npmArguments, tarball } = consumer;
  const program = firstProgram(packedText(tarball, 'README.md'));
  if (program === undefined) return ['its README shows no program that uses it'];
  const way = JSON.stringify(introduction.way);
  const environment = { ...plainEnvironment(), ...introduction.environment, FAKE_PROVIDER: way };
  const flags = ['--import', './rehearsal/preload.ts'];
  if (!program.isServer) {
    writeFileSync(join(folder, 'program.ts'), program.code);
    const { status, output } = await runCommand(process.execPath, [...flags, 'program.ts'], {
      cwd: folder,
      env: environment,
      timeout: 10_000,
    });
    return status === 0 ? [] : [`the README's first program ended with ${status}: ${output}`];
  }
  await npmInstall(folder, [...serverPackages, ...npmArguments]);
  const server = await startReadmeServer({ folder, code: program.code, port, flags, environment });
  try {
    const { answer } = await server.signIn(async (url) => (await visit(provider, url)).callback);
    const text = await answer.text();
    if (!answer.ok) return [`the README's server answers ${answer.status}: ${text}`];
    const { faults } = compare('signed a person in', z.looseObject({}).parse(JSON.parse(text)), introduction);
    return faults.map((fault) => `the README's server: ${fault}`);
  } finally {
    await server.close();
  }
}
