import { attackSuite } from '@jackfield/connector-test-kit';
import { type LogtoVariantName, oddNames } from '@jackfield/connector-test-kit/logto';
import { expect } from 'vitest';
import { csvLine } from './cli/output/csv.ts';
import { safeText } from './cli/output/safe-text.ts';
import * as module from './index.ts';
import { differenceFrom, noDifference, takeSnapshot, testDatabase, testLogto, testSnapshots } from './testing/setup.ts';

const seed = { users: 250, organizations: 8, memberships: 300 } as const;

async function sync(variant: LogtoVariantName, creation: 'one-instant' | 'spread') {
  const logto = await testLogto({ seed: { ...seed, creation } });
  logto.use(variant);
  const database = testDatabase();
  try {
    return { logto, ...(await takeSnapshot(logto, { database, config: { retries: 2 } })) };
  } finally {
    expect(logto.trap.requests).toEqual([]);
  }
}

/** The snapshot is sealed, and as the tenant is. */
const seenThrough = (variants: readonly LogtoVariantName[], creation: 'one-instant' | 'spread' = 'one-instant') =>
  variants.map((variant) => async () => {
    const { logto, database, result } = await sync(variant, creation);
    expect(result).toMatchObject({ state: 'Connected', problems: [] });
    expect(await differenceFrom(logto, database, result.snapshot)).toEqual(noDifference);
  });

/** The snapshot says what is wrong with it, and is not sealed. */
const notSealed = (variants: readonly LogtoVariantName[]) =>
  variants.map((variant) => async () => {
    const { result } = await sync(variant, 'one-instant');
    expect(result.state).toBe('Incomplete');
    expect(result.problems).not.toEqual([]);
  });

/** The sync ends with an error. */
const failing = (variants: readonly LogtoVariantName[]) =>
  variants.map((variant) => async () => sync(variant, 'one-instant'));

attackSuite({
  module,
  withstands: {
    'list-ends-early': {
      harmless: 'what is missing is found, or the snapshot is not sealed',
      attempts: [
        ...seenThrough(['users/pages-end-early', 'users/page-short', 'users/pages-skip'], 'spread'),
        ...notSealed(['organizations/row-lost', 'members/row-lost']),
      ],
    },
    'list-drifts': {
      harmless: 'read again until it stands still',
      attempts: seenThrough(
        ['walk/user-created', 'walk/user-deleted', 'walk/organization-edited', 'walk/member-removed'],
        'spread',
      ),
    },
    'list-repeats': {
      harmless: 'counted once',
      attempts: seenThrough([
        'users/row-repeated',
        'users/pages-overlap',
        'users/pages-unchanged',
        'members/pages-endless',
      ]),
    },
    'total-lies': {
      harmless: 'not sealed',
      attempts: notSealed([
        'users/total-missing',
        'users/total-low',
        'users/total-high',
        'organizations/total-missing',
      ]),
    },
    'reference-dangles': {
      harmless: 'not sealed',
      attempts: notSealed(['members/unknown-user', 'members/unknown-role', 'members/roles-missing']),
    },
    'requests-storm': {
      harmless: 'waited out',
      attempts: seenThrough([
        'rate-limit/missing',
        'rate-limit/nonsense',
        'rate-limit/negative',
        'rate-limit/date-past',
      ]),
    },
    'wait-without-end': {
      refusedWith: 'rate_limit_exceeded',
      attempts: failing(['rate-limit/huge', 'rate-limit/date-far']),
    },
    'list-truncated': {
      refusedWith: 'invalid_response',
      attempts: failing(['members/truncated', 'members/error-with-200', 'token/error-with-200']),
    },
    'list-gigantic': {
      refusedWith: 'invalid_response',
      attempts: failing(['users/gigantic', 'users/gzip-bomb', 'users/deeply-nested', 'users/html']),
    },
    'token-expires': {
      harmless: 'renewed',
      attempts: seenThrough(['token/expires-midway', 'token/expires-often', 'token/lifetime-text']),
    },
    'list-redirected': {
      refusedWith: 'invalid_response',
      attempts: failing(['users/redirect-302', 'users/redirect-307', 'token/redirect-307']),
    },
    'half-snapshot-compared': {
      refusedWith: 'invalid_request_parameters',
      attempts: [
        async () => {
          const logto = await testLogto({ seed });
          const database = testDatabase();
          const { result: first } = await takeSnapshot(logto, { database });
          logto.use('users/total-high');
          const { result: second } = await takeSnapshot(logto, { database });
          return (await testSnapshots(database)).diff(first.snapshot, second.snapshot);
        },
      ],
    },
    'formula-in-name': {
      harmless: 'written as a text',
      attempts: ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '＝1', '\u200B=1'].map(
        (name) => () => expect(csvLine([name]).startsWith(`"'`)).toBe(true),
      ),
    },
    'escape-code-in-name': {
      harmless: 'shown as it is written',
      attempts: oddNames.map((name) => () => expect(safeText(name)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u)),
    },
  },
});
