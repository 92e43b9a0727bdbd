import { beforeAll, describe, expect, it } from 'vitest';
import { attackedConnectors } from '../testing/broken/attack.ts';
import { brokenConfigurations } from '../testing/broken/configuration.ts';
import { leakingConnectors } from '../testing/broken/leak.ts';
import { brokenMessageConnectors, brokenSmsConnectors } from '../testing/broken/message.ts';
import { misuses } from '../testing/broken/misuse.ts';
import { brokenPackages } from '../testing/broken/package.ts';
import { brokenSocialConnectors } from '../testing/broken/social.ts';
import { type FixtureResults, runFixtures } from '../testing/run-fixtures.ts';
import { attackCatalogue } from './attack/catalogue.ts';

const tables = {
  package: brokenPackages,
  configuration: brokenConfigurations,
  social: brokenSocialConnectors,
  message: brokenMessageConnectors,
  SMS: brokenSmsConnectors,
  leak: leakingConnectors,
  misuse: misuses,
  attack: attackedConnectors,
};

let results: FixtureResults = new Map();
beforeAll(async () => {
  results = await runFixtures();
}, 120_000);

for (const [suite, table] of Object.entries(tables)) {
  describe(`the ${suite} suite notices one that`, () => {
    for (const [fault, { failing }] of Object.entries(table)) {
      it(fault, () => {
        const cases = results.get(`${suite}: ${fault}`) ?? [];
        const failed = cases.filter(({ status }) => status === 'failed').map(({ title }) => title);
        expect(new Set(failed)).toEqual(new Set(failing));
        expect(failed).not.toEqual([]);
      });
    }
  });
}

describe('what a suite prints', () => {
  it('has what became of each attack in the report, unless it passed through', () => {
    const cases = results.get('attack: is attacked under an unknown name') ?? [];
    const attacks = new Map(cases.flatMap(({ meta }) => (meta?.attack ? [[meta.attack.id, meta.attack]] : [])));
    expect(attacks.get('several-recipients')).toEqual({
      id: 'several-recipients',
      title: attackCatalogue['several-recipients'].title,
      connector: 'tiny-email',
      type: 'Email',
      outcome: 'refused with invalid_request_parameters',
    });
    expect(attacks.get('starttls-injected')).toMatchObject({
      source: 'CVE-2021-38371',
      own: true,
      outcome: 'not met: another test has it',
    });
    const passed = results.get('attack: lets an attack through') ?? [];
    expect(passed.some(({ meta }) => meta?.attack?.id === 'several-recipients')).toBe(false);
  });

  it('shows the reason of each opt-out in the title', () => {
    const titles = (results.get('leak: keeps the raw request') ?? []).map(({ title, status }) => `${status}: ${title}`);
    expect(titles).toContain(
      'skipped: raises egress_refused without a leak (skipped: a network in memory has no policy)',
    );
  });
});
