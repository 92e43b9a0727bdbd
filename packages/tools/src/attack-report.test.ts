import { describe, expect, it } from 'vitest';
import { attackFaults, attackMatrices, attackNotes, attackReportGuard, ownFinds } from './attack-report.ts';

const attack = (id: string, connector: string, outcome: string, status = 'passed') => ({
  fullName: `attack suite: ${connector} ${id}`,
  status,
  failureMessages: status === 'failed' ? ['AssertionError: the call succeeded\n    at somewhere'] : [],
  meta: { attack: { id, title: `the attack ${id}`, connector, type: 'Social', outcome } },
});
const report = (...tests: ReturnType<typeof attack>[]) =>
  attackReportGuard.parse({
    testResults: [{ name: 'a.test.ts', status: 'passed', message: '', assertionResults: tests }],
  });

describe('the report of attacks', () => {
  const all = report(
    attack('alg-none', 'one', 'refused with social_invalid_id_token'),
    attack('alg-none', 'two', 'not met: it has no ID tokens'),
    attack('big-id', 'one', 'harmless: all digits kept'),
  );

  it('has a cell for each attack and connector, also for one that did not run', () => {
    const [matrix = ''] = attackMatrices(all);
    const cells = matrix.split('\n').map((line) => line.split(/ {2,}/));
    expect(cells[0]).toEqual(['Social: attack', 'one', 'two']);
    expect(cells[2]).toEqual(['the attack alg-none', 'social_invalid_id_token', '–']);
    expect(cells[3]).toEqual(['the attack big-id', 'harmless', 'NOT RUN']);
  });

  it('names the source of an attack, and marks and counts the finds of this project', () => {
    const own = attack('big-id', 'one', 'harmless: all digits kept');
    Object.assign(own.meta.attack, { own: true, source: 'CWE-190' });
    const found = report(own, attack('alg-none', 'one', 'refused with social_invalid_id_token'));
    expect(attackMatrices(found)[0]).toContain('* the attack big-id (CWE-190)  harmless');
    expect(attackMatrices(found)[0]).toMatch(/^the attack alg-none /m);
    expect(ownFinds(found)).toMatch(/^\* found by this project: 1 /);
  });

  it('says what harmless and the dashes mean', () => {
    expect(attackNotes(all)).toContain('not met: it has no ID tokens');
    expect(attackNotes(all)).toContain('harmless: all digits kept');
  });

  it('finds nothing wrong when every connector was attacked and none gave in', () => {
    expect(attackFaults(all, ['one', 'two'])).toEqual([]);
  });

  it('finds attacks that passed through, connectors that were spared, and files that did not run', () => {
    const bad = report(attack('alg-none', 'one', '', 'failed'));
    bad.testResults.push({ name: 'b.test.ts', status: 'failed', message: 'no such module', assertionResults: [] });
    expect(attackFaults(bad, ['one'])).toEqual([
      expect.stringContaining('alg-none: AssertionError: the call succeeded'),
      expect.stringContaining('no such module'),
      expect.stringContaining('one has no src/attack-suite.test.ts'),
    ]);
  });
});
