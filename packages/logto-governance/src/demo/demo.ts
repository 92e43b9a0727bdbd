/**
 * `pnpm demo:governance`: a fake tenant with the traps of a real one is read, searched, changed, read again and compared.
 * Everything stays on this machine. The exit code is not 0 when anything is missing or there twice.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableLines } from '../cli/output/table.ts';
import { run } from '../cli/run.ts';
import { compare } from './comparison.ts';
import { leastRequests, startTenant } from './tenant.ts';
import type { TenantFacts } from './tenant-process.ts';

const seed = { users: 10_000, organizations: 300, memberships: 40_000, creation: 'one-instant' } as const;

/** Lines of a long answer that are shown. */
const shownLines = 20;

const folder = mkdtempSync(join(tmpdir(), 'jackfield-governance-'));
const database = join(folder, 'snapshots.db');
const summary: string[][] = [];

console.log(
  `A fake Logto tenant: ${seed.users} users of one creation instant, ${seed.organizations} organizations, ${seed.memberships} memberships.`,
);
const tenant = await startTenant(seed);
try {
  const before = await tenant.facts();
  await measuredSync('first', before);
  const user = before.holdings.find((holding) => holding.split(':').length === 3)?.split(':')[2] ?? '';
  await command(before, 'access', user);
  console.log('\nThe tenant changes: a little of everything.');
  const after = await tenant.churn();
  await measuredSync('second', after);
  await command(after, 'diff');
  await command(after, 'snapshots');
} finally {
  await tenant.close();
  rmSync(folder, { recursive: true, force: true });
}

const heading = ['sync', 'requests', 'theoretical minimum', 'seconds', 'peak memory', 'missing', 'duplicated'];
console.log(`\n${[...tableLines(heading, summary)].join('\n')}`);
if (summary.some((row) => row.at(-1) !== '0' || row.at(-2) !== '0')) process.exitCode = 1;

/** Syncs, and adds a row to the table. */
async function measuredSync(name: string, facts: TenantFacts): Promise<void> {
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const start = performance.now();
  await command(facts, 'sync', '--private-host', new URL(facts.baseUrl).host);
  const seconds = (performance.now() - start) / 1000;
  clearInterval(sampler);
  const current = await tenant.facts();
  const { missing, duplicated } = await compare(database, current);
  summary.push([
    name,
    String(current.requests),
    String(leastRequests(current)),
    seconds.toFixed(1),
    `${Math.round(peak / 2 ** 20)} MiB`,
    String(missing),
    String(duplicated),
  ]);
}

/** Runs what `jackfield-logto` would run, and shows the beginning of what it prints. */
async function command({ baseUrl, clientId, clientSecret }: TenantFacts, ...args: readonly string[]): Promise<void> {
  console.log(`\n$ jackfield-logto ${args.join(' ')}`);
  let lines = 0;
  const code = await run(args, {
    environment: {
      LOGTO_BASE_URL: baseUrl,
      LOGTO_CLIENT_ID: clientId,
      LOGTO_CLIENT_SECRET: clientSecret,
      LOGTO_OWNER: 'demo',
      LOGTO_DATABASE: database,
    },
    print: (line) => {
      lines += 1;
      if (lines <= shownLines) console.log(line);
    },
    warn: (line) => console.error(line),
    progress: process.stderr,
    signal: new AbortController().signal,
  });
  if (lines > shownLines) console.log(`… and ${lines - shownLines} more lines`);
  if (code !== 0) throw new Error(`jackfield-logto ${args[0]} ended with ${code}.`);
}
