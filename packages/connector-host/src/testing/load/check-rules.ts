import { verifyAudit } from '../../audit/verify.ts';
import type { HostContext } from '../../context.ts';
import { loadCounters, loadLimits, loadRecipients, type LoadTally, type LoadTask } from './task.ts';

/** Looks into the raw tables: whether every rule holds, and every counter is what the processes were told. */
export async function checkRules(
  context: HostContext,
  { guessed, claimed }: Pick<LoadTask, 'guessed' | 'claimed'>,
  tally: LoadTally,
  mails: readonly string[],
): Promise<readonly string[]> {
  const { database } = context;
  const rows = await database.read((db) => db.selectFrom('connectors').selectAll().execute());
  const live = await database.read((db) => db.selectFrom('verification_codes').selectAll().execute());
  const counters = await database.read((db) => db.selectFrom('counters').selectAll().execute());
  const meta = await database.read((db) => db.selectFrom('meta').selectAll().execute());
  const faults: string[] = [...tally.unexpected];
  const expectSame = (what: string, actual: unknown, expected: unknown): void => {
    const [is, shouldBe] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (is !== shouldBe) faults.push(`${what}: ${is} instead of ${shouldBe}`);
  };
  const told = (what: string): number => tally.counts[what] ?? 0;
  const counted = (name: string): number => counters.find((row) => row.name === name)?.count ?? 0;

  const gone = new Set(tally.gone);
  const remaining = tally.created.filter((id) => !gone.has(id));
  expectSame('a connector went twice', gone.size, tally.gone.length);
  expectSame('connectors', rows.map(({ id }) => id).toSorted(), remaining.toSorted());
  expectSame('e-mail connectors', rows.filter(({ type }) => type === 'Email').length, 1);
  const social = rows.filter(({ type }) => type === 'Social').map(({ target, platform }) => `${target} ${platform}`);
  expectSame('targets', social.length, new Set(social).size);
  for (const { id, version } of rows) expectSame(`version of ${id}`, version, 1 + told(`updated:${id}`));

  const updates = sumOf(tally, 'updated:');
  const replaced = told('operation:replace');
  const changes = tally.created.length + updates + (tally.gone.length - replaced);
  expectSame('revision', meta.find(({ name }) => name === 'revision')?.value, String(changes));
  expectSame('audit', await verifyAudit(context), { intact: true, entries: changes });

  for (const name of loadCounters) {
    expectSame(name, counted(name), told(`counted:${name}`));
    const asked = told(`counted:${name}`) + told(`refused:${name}`);
    expectSame(`limit of ${name}`, counted(name), Math.min(asked, loadLimits.counter));
  }
  for (const to of loadRecipients) {
    const sent = told(`sent:${to}`);
    expectSame(
      `messages to ${to}`,
      [counted(`code:hour:${to}`), mails.filter((mail) => mail === to).length],
      [sent, sent],
    );
    if (sent > loadLimits.messages) faults.push(`${to} got ${sent} messages`);
  }
  expectSame('requests', counted('code:network:192.0.2.1'), told('asked'));
  const lives = Object.keys(tally.counts).filter((what) => what.startsWith('live:'));
  const known = new Set([...guessed, ...claimed].map(({ to }) => to));
  expectSame('live codes', live.filter(({ address }) => !known.has(address)).length, lives.length);

  for (const { session, to } of guessed) {
    const answers = [4, 3, 2, 1].map((left) => told(`guess:${session}:wrong:${left}`));
    const others = told(`guess:${session}:too_many_tries`);
    const tries = Math.min(5, sum(answers) + others);
    expectSame(
      `guesses at ${session}`,
      answers,
      [4, 3, 2, 1].map((left) => (tries > 4 - left ? 1 : 0)),
    );
    expectSame(`tries at ${session}`, counted(`code:tries:${to}`), tries);
    expectSame(`answers at ${session}`, sumOf(tally, `guess:${session}:`), sum(answers) + others);
  }
  for (const { session, to } of claimed) {
    const isClaimed = sumOf(tally, `claim:${session}:`) > 0 ? 1 : 0;
    expectSame(`claims of ${session}`, told(`claim:${session}:verified`), isClaimed);
    expectSame(`tries at ${session}`, counted(`code:tries:${to}`), isClaimed);
  }
  return faults;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function sumOf({ counts }: LoadTally, prefix: string): number {
  return sum(Object.entries(counts).flatMap(([what, count]) => (what.startsWith(prefix) ? [count] : [])));
}
